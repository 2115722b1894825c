import { Play, SearchX, Trash2 } from "lucide";
import { useState } from "preact/hooks";
import type { Dataset } from "../../worker/contract/project.ts";
import { api } from "../api.ts";
import { compact, count, language, plural, share } from "../format.ts";
import { useLoad, usePages } from "../load.ts";
import { ContentRows } from "../parts/content-rows.tsx";
import { DeleteDialog } from "../parts/dialog.tsx";
import { Empty } from "../parts/empty.tsx";
import { Icon } from "../parts/icon.tsx";
import { More } from "../parts/more.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Failure, Panel, ToProjects } from "../parts/panel.tsx";
import { Peek } from "../parts/peek.tsx";
import { Quality } from "../parts/quality.tsx";
import { SearchBox } from "../parts/search-box.tsx";
import { Uploads } from "../parts/uploads.tsx";
import { usePlace } from "../place.ts";
import { say } from "../toast.ts";

export default function DatasetPage({ id }: { id: string }) {
  const { query, change, go, link } = usePlace();
  const dataset = useLoad(`dataset ${id}`, (signal) => api.dataset(id, signal));
  const projectId = dataset.data?.projectId;
  const project = useLoad(projectId === undefined ? null : `project ${projectId}`, (signal) =>
    api.project(projectId ?? "", signal),
  );
  const q = query.q ?? "";
  const lang = query.language ?? "";
  const pages = usePages(`contents ${id} ${q} ${lang}`, (cursor, signal) =>
    api.contents(id, { limit: 100, cursor, q, language: lang }, signal),
  );
  const [deleting, setDeleting] = useState(false);
  const above = [
    { word: "Projects", href: "/projects" },
    ...(project.data ? [{ word: project.data.name, href: `/projects/${project.data.id}` }] : []),
  ];
  const data = dataset.data;
  const isEmpty = data !== undefined && data.contentCount + data.leftOut === 0;
  const quality = query.view === "quality";
  const filtered = q !== "" || lang !== "";
  const peek = query.peek;

  if (dataset.error !== undefined && data === undefined) {
    return (
      <>
        <PageHead title="Dataset" above={above} />
        <Failure error={dataset.error} what="the dataset" retry={dataset.reload} action={<ToProjects />} />
      </>
    );
  }
  return (
    <>
      <PageHead
        title={data?.name ?? "Dataset"}
        view={quality ? "Quality" : undefined}
        above={above}
        subtitle={data && !isEmpty && <span>{summary(data)}</span>}
        actions={
          data && (
            <>
              <button
                type="button"
                class="icon-button"
                aria-label="Delete this dataset"
                title="Delete this dataset"
                onClick={() => setDeleting(true)}
              >
                <Icon of={Trash2} />
              </button>
              {!isEmpty && (
                <a class="button primary" href={`/datasets/${id}/analyze`}>
                  <Icon of={Play} size={14} />
                  Analyze
                </a>
              )}
            </>
          )
        }
      />
      {data && !isEmpty && (
        <nav class="tabs" aria-label="Views of this dataset">
          <a href={link({ view: undefined, peek: undefined })} aria-current={quality ? undefined : "page"}>
            Contents
          </a>
          <a href={link({ view: "quality", peek: undefined })} aria-current={quality ? "page" : undefined}>
            Quality
          </a>
        </nav>
      )}
      {data && !isEmpty && !quality && <LanguageBar dataset={data} chosen={lang} link={link} />}
      <Uploads
        datasetId={id}
        large={isEmpty}
        onDone={() => {
          dataset.reload();
          pages.reload();
        }}
      />
      {quality && data && !isEmpty && (
        <Quality
          datasetId={id}
          updatedAt={data.updatedAt}
          onFixed={() => {
            dataset.reload();
            pages.reload();
          }}
        />
      )}
      {!isEmpty && !quality && (
        <section class="stack" aria-label="Contents">
          <div class="filters">
            <div>
              <SearchBox
                label="Search titles and text"
                value={q}
                onSearch={(text) => change({ q: text, peek: undefined }, true)}
              />
              {filtered && (
                <a class="button plain" href={link({ q: undefined, language: undefined })}>
                  Clear
                </a>
              )}
            </div>
          </div>
          <div class="card">
            <Panel load={pages} what="the contents" lines={10}>
              {(items) =>
                items.length > 0 ? (
                  <ContentRows
                    items={items}
                    link={(peeked) => link({ peek: peeked })}
                    open={(peeked) => change({ peek: peeked })}
                  />
                ) : (
                  <Empty
                    icon={SearchX}
                    title={q === "" ? `No contents in ${language(lang)}` : `Nothing matches “${q}”`}
                    action={
                      <a class="button" href={link({ q: undefined, language: undefined })}>
                        Clear the search
                      </a>
                    }
                  />
                )
              }
            </Panel>
            {pages.data !== undefined && (
              <More pages={pages} of={filtered ? undefined : data?.contentCount} noun="content" />
            )}
          </div>
        </section>
      )}
      {peek !== undefined && (
        <Peek
          contentId={peek}
          ids={(pages.data ?? []).map((item) => item.id)}
          onMove={(next) => change({ peek: next }, true)}
          onClose={() => change({ peek: undefined }, true)}
        />
      )}
      {deleting && data && (
        <DeleteDialog
          what="dataset"
          name={data.name}
          loses={`Its ${plural(data.contentCount, "content")} and their results go with it.`}
          onClose={() => setDeleting(false)}
          onDelete={async () => {
            await api.deleteDataset(id);
            say(`${data.name} is deleted`);
            go(`/projects/${data.projectId}`, true);
          }}
        />
      )}
    </>
  );
}

function summary(dataset: Dataset): string {
  const languages = Object.keys(dataset.languages).length;
  return [
    plural(dataset.contentCount, "content"),
    `${compact(dataset.tokens)} tokens`,
    languages > 0 ? plural(languages, "language") : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** How the languages share the dataset; each is a filter. */
function LanguageBar(props: {
  dataset: Dataset;
  chosen: string;
  link: (changes: Record<string, string | undefined>) => string;
}) {
  const { dataset, chosen, link } = props;
  const languages = Object.entries(dataset.languages).sort((a, b) => b[1] - a[1]);
  if (languages.length < 2) return null;
  const shown = languages.slice(0, 8);
  return (
    <nav class="chips" aria-label="Languages">
      {shown.map(([code, number], index) => (
        <a
          key={code}
          class="chip"
          href={link({ language: chosen === code ? undefined : code, peek: undefined })}
          aria-current={chosen === code ? "true" : undefined}
        >
          <span class="swatch" style={{ "--hue": `var(--hue-${index})` }} />
          {language(code)} {count(number)}
          <span class="quiet">{share(number, dataset.contentCount)}</span>
        </a>
      ))}
      {languages.length > 8 && <span class="chip">and {languages.length - 8} more</span>}
    </nav>
  );
}
