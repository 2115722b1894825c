import { Activity } from "lucide";
import { api } from "../api.ts";
import { useLoad } from "../load.ts";
import { AnalysisRows, soonIfRunning } from "../parts/analysis-rows.tsx";
import { Empty } from "../parts/empty.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Panel } from "../parts/panel.tsx";
import { usePlace } from "../place.ts";

const filters = [
  { status: undefined, word: "All" },
  { status: "running", word: "Running" },
  { status: "paused", word: "Paused" },
  { status: "completed", word: "Done" },
  { status: "failed", word: "Failed" },
  { status: "cancelled", word: "Cancelled" },
] as const;

export default function Analyses() {
  const { query, link } = usePlace();
  const status = query.status;
  const load = useLoad(`analyses ${status ?? ""}`, (signal) => api.analyses({ status }, signal), soonIfRunning);
  const projects = useLoad("projects", (signal) => api.projects(signal));
  const names = new Map((projects.data ?? []).map((project) => [project.id, project.name]));
  return (
    <>
      <PageHead title="Analyses" />
      <div>
        <nav class="segmented" aria-label="Status">
          {filters.map((filter) => (
            <a
              key={filter.word}
              href={link({ status: filter.status })}
              aria-current={filter.status === status ? "true" : undefined}
            >
              {filter.word}
            </a>
          ))}
        </nav>
      </div>
      <Panel load={load} what="the analyses">
        {(items) =>
          items.length > 0 ? (
            <AnalysisRows items={items} now={Date.now()} projects={names} />
          ) : (
            <div class="card">
              {status === undefined ? (
                <Empty
                  icon={Activity}
                  title="Nothing has been analyzed yet"
                  action={
                    <a class="button primary" href="/projects">
                      Choose a dataset
                    </a>
                  }
                >
                  An analysis reads every content of a dataset and labels it with the same words.
                </Empty>
              ) : (
                <Empty
                  icon={Activity}
                  title={`No analysis is ${filters.find((filter) => filter.status === status)?.word.toLowerCase() ?? status}`}
                  action={
                    <a class="button" href={link({ status: undefined })}>
                      Clear the filter
                    </a>
                  }
                />
              )}
            </div>
          )
        }
      </Panel>
    </>
  );
}
