import { SearchX } from "lucide";
import { api } from "../api.ts";
import { plural } from "../format.ts";
import { useLoad } from "../load.ts";
import { filterModels, readColumn, sortModels } from "../model-order.ts";
import { Empty } from "../parts/empty.tsx";
import { ModelChanges } from "../parts/model-changes.tsx";
import { ModelRows } from "../parts/model-rows.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Panel } from "../parts/panel.tsx";
import { SearchBox } from "../parts/search-box.tsx";
import { usePlace } from "../place.ts";

const whose = [
  { value: undefined, word: "All" },
  { value: "yours", word: "Can be asked now" },
  { value: "others", word: "Not set up" },
];

/** Every model that is known: limits, prices, lifecycle; and what the sources say now. Filter and order in the URL. */
export default function Models() {
  const { query, change, link } = usePlace();
  const load = useLoad("models", (signal) => api.models({}, signal));
  const column = readColumn(query.sort);
  const filter = { q: query.q, available: query.available, state: query.state };
  const set = Object.values(filter).some((value) => value !== undefined && value !== "");
  const shown = sortModels(filterModels(load.data ?? [], filter), column, query.dir === "down");
  const none = { q: undefined, available: undefined, state: undefined };
  return (
    <>
      <PageHead
        title="Models"
        above={[{ word: "Providers", href: "/providers" }]}
        subtitle={
          load.data && (
            <span aria-live="polite">
              {shown.length === load.data.length
                ? plural(load.data.length, "model")
                : `${shown.length} of ${plural(load.data.length, "model")}`}
              , prices in dollars per million tokens
            </span>
          )
        }
      />
      <ModelChanges onApplied={load.reload} />
      <div class="filters">
        <div>
          <SearchBox
            label="Search models and vendors"
            value={query.q ?? ""}
            onSearch={(text) => change({ q: text }, true)}
          />
          <nav class="segmented" aria-label="Which models">
            {whose.map((one) => (
              <a
                key={one.word}
                href={link({ available: one.value })}
                aria-current={one.value === query.available ? "true" : undefined}
              >
                {one.word}
              </a>
            ))}
          </nav>
          <select
            class="input"
            aria-label="Lifecycle"
            value={query.state ?? ""}
            onChange={(event) => change({ state: event.currentTarget.value }, true)}
          >
            <option value="">Any lifecycle</option>
            <option value="active">Active</option>
            <option value="deprecated">Deprecated</option>
            <option value="retired">Retired</option>
            <option value="unknown">Not known</option>
          </select>
          {set && (
            <a class="button plain" href={link(none)}>
              Clear
            </a>
          )}
        </div>
      </div>
      <div class="card">
        <Panel load={load} what="the models" lines={12}>
          {() =>
            shown.length > 0 ? (
              <ModelRows models={shown} column={column} down={query.dir === "down"} />
            ) : (
              <Empty
                icon={SearchX}
                title="No model fits"
                action={
                  <a class="button" href={link(none)}>
                    Clear the filter
                  </a>
                }
              />
            )
          }
        </Panel>
      </div>
    </>
  );
}
