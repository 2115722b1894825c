import { Activity, Database, Plus, Settings } from "lucide";
import { useId, useState } from "preact/hooks";
import { lazy } from "preact-iso";
import type { Dataset } from "../../worker/contract/project.ts";
import { api } from "../api.ts";
import { ago, compact, count, language, plural, sentence } from "../format.ts";
import { useLoad } from "../load.ts";
import { AnalysisRows, soonIfRunning } from "../parts/analysis-rows.tsx";
import { FormDialog } from "../parts/dialog.tsx";
import { Empty } from "../parts/empty.tsx";
import { Icon } from "../parts/icon.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Failure, Panel, ToProjects } from "../parts/panel.tsx";
import { usePlace } from "../place.ts";
import { settingsInWords } from "../project-settings.ts";

const ProjectSettings = lazy(() => import("../parts/project-settings.tsx"));

export default function Project({ id }: { id: string }) {
  const { go, query, link, change } = usePlace();
  const project = useLoad(`project ${id}`, (signal) => api.project(id, signal));
  const datasets = useLoad(`datasets ${id}`, (signal) => api.datasets(id, signal));
  const analyses = useLoad(`analyses of ${id}`, (signal) => api.analyses({ projectId: id }, signal), soonIfRunning);
  const [adding, setAdding] = useState(false);
  const now = Date.now();

  if (project.error !== undefined && project.data === undefined) {
    return (
      <>
        <PageHead title="Project" above={[{ word: "Projects", href: "/projects" }]} />
        <Failure error={project.error} what="the project" retry={project.reload} action={<ToProjects />} />
      </>
    );
  }
  return (
    <>
      <PageHead
        title={project.data?.name ?? "Project"}
        above={[{ word: "Projects", href: "/projects" }]}
        subtitle={
          project.data && (
            <>
              {project.data.description !== "" && <span>{project.data.description}</span>}
              <span class="quiet">{sentence(settingsInWords(project.data))}</span>
            </>
          )
        }
        actions={
          <>
            <a class="button" href={link({ settings: "1" })}>
              <Icon of={Settings} size={14} />
              Settings
            </a>
            <button type="button" class="button primary" onClick={() => setAdding(true)}>
              <Icon of={Plus} />
              New dataset
            </button>
          </>
        }
      />
      <section class="stack" aria-labelledby="datasets">
        <h2 id="datasets">Datasets</h2>
        <Panel load={datasets} what="the datasets">
          {(items) =>
            items.length === 0 ? (
              <div class="card">
                <Empty
                  icon={Database}
                  title="No datasets yet"
                  action={
                    <button type="button" class="button" onClick={() => setAdding(true)}>
                      <Icon of={Plus} />
                      New dataset
                    </button>
                  }
                >
                  A dataset is a set of contents imported together, from one file or many.
                </Empty>
              </div>
            ) : (
              <DatasetRows items={items} now={now} />
            )
          }
        </Panel>
      </section>
      <section class="stack" aria-labelledby="analyses">
        <h2 id="analyses">Analyses</h2>
        <Panel load={analyses} what="the analyses">
          {(items) =>
            items.length === 0 ? (
              <div class="card">
                <Empty icon={Activity} title="Nothing has been analyzed yet">
                  Open a dataset and start an analysis; its progress shows here.
                </Empty>
              </div>
            ) : (
              <AnalysisRows items={items} now={now} />
            )
          }
        </Panel>
      </section>
      {query.settings !== undefined && project.data !== undefined && (
        <ProjectSettings
          project={project.data}
          onSaved={project.reload}
          onClose={() => change({ settings: undefined }, true)}
        />
      )}
      {adding && (
        <NewDataset
          onClose={() => setAdding(false)}
          onSave={async (name) => go(`/datasets/${(await api.createDataset(id, { name })).id}`)}
        />
      )}
    </>
  );
}

function NewDataset({ onSave, onClose }: { onSave: (name: string) => Promise<void>; onClose: () => void }) {
  const [name, setName] = useState("");
  const field = useId();
  return (
    <FormDialog
      title="New dataset"
      action="Create the dataset"
      ready={name.trim() !== ""}
      onSubmit={() => onSave(name.trim())}
      onClose={onClose}
    >
      <div class="field">
        <label for={field}>Name</label>
        <input
          id={field}
          class="input"
          maxLength={120}
          placeholder="Support chats, November"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <p class="hint">Files are added in the next step.</p>
      </div>
    </FormDialog>
  );
}

function DatasetRows({ items, now }: { items: Dataset[]; now: number }) {
  return (
    <div class="card">
      <table class="table fixed">
        <thead>
          <tr>
            <th class="lead-wide">Dataset</th>
            <th class="number">Contents</th>
            <th class="wide number">Tokens</th>
            <th class="wide" style={{ width: "24%" }}>
              Languages
            </th>
            <th class="wide number">Changed</th>
          </tr>
        </thead>
        <tbody>
          {items.map((dataset) => (
            <tr key={dataset.id} class="row">
              <td>
                <div class="main-cell">
                  <a class="clip" href={`/datasets/${dataset.id}`}>
                    {dataset.name}
                  </a>
                  <span class="second">{plural(dataset.tokens, "token")}</span>
                </div>
              </td>
              <td class="number">{count(dataset.contentCount)}</td>
              <td class="wide number">{compact(dataset.tokens)}</td>
              <td class="wide">{languagesInWords(dataset.languages)}</td>
              <td class="wide number">
                <time dateTime={dataset.updatedAt}>{ago(dataset.updatedAt, now)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** "English, German and 3 more", most frequent first. */
function languagesInWords(languages: Record<string, number>): string {
  const names = Object.entries(languages)
    .sort((a, b) => b[1] - a[1])
    .map(([code]) => language(code));
  const shown = names.slice(0, 2).join(", ");
  return names.length > 2 ? `${shown} and ${names.length - 2} more` : shown;
}
