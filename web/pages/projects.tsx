import { Folder, Pencil, Plus, Sparkles, Trash2 } from "lucide";
import { useId, useState } from "preact/hooks";
import type { Project } from "../../worker/contract/project.ts";
import { api } from "../api.ts";
import { ago, plural } from "../format.ts";
import { useLoad } from "../load.ts";
import { DeleteDialog, FormDialog } from "../parts/dialog.tsx";
import { Empty } from "../parts/empty.tsx";
import { Icon } from "../parts/icon.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Panel } from "../parts/panel.tsx";
import { usePlace } from "../place.ts";
import { asApiError } from "../problem.ts";
import { say } from "../toast.ts";
import { loadSample } from "../upload/sample.ts";

type Open = { kind: "new" } | { kind: "rename" | "delete"; project: Project } | null;

export default function Projects() {
  const load = useLoad("projects", (signal) => api.projects(signal));
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const { go } = usePlace();
  const now = Date.now();
  return (
    <>
      <PageHead
        title="Projects"
        subtitle={load.data && load.data.length > 0 ? plural(load.data.length, "project") : undefined}
        actions={
          <button type="button" class="button primary" onClick={() => setOpen({ kind: "new" })}>
            <Icon of={Plus} />
            New project
          </button>
        }
      />
      <Panel load={load} what="the projects">
        {(projects) =>
          projects.length === 0 ? (
            <div class="card">
              <Empty
                icon={Folder}
                title="No projects yet"
                action={<SampleButton onDone={(datasetId) => go(`/datasets/${datasetId}`)} />}
              >
                A project holds datasets of conversations and what was found in them. Start one of your own, or look
                around with the sample.
              </Empty>
            </div>
          ) : (
            <ul class="project-grid">
              {projects.map((project) => (
                <li key={project.id} class="card project-card">
                  <div>
                    <h2>
                      <a href={`/projects/${project.id}`}>{project.name}</a>
                    </h2>
                    <div class="tools">
                      <button
                        type="button"
                        class="icon-button"
                        aria-label={`Rename ${project.name}`}
                        onClick={() => setOpen({ kind: "rename", project })}
                      >
                        <Icon of={Pencil} size={14} />
                      </button>
                      <button
                        type="button"
                        class="icon-button"
                        aria-label={`Delete ${project.name}`}
                        onClick={() => setOpen({ kind: "delete", project })}
                      >
                        <Icon of={Trash2} size={14} />
                      </button>
                    </div>
                  </div>
                  {project.description !== "" && <p>{project.description}</p>}
                  <div class="meta">
                    <span>{plural(project.datasetCount, "dataset")}</span>
                    <span>{plural(project.analysisCount, "analysis", "analyses")}</span>
                    <time dateTime={project.createdAt}>{ago(project.createdAt, now)}</time>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Panel>
      {open?.kind === "new" && (
        <ProjectDialog
          onClose={close}
          onSave={async (name, description) => {
            const project = await api.createProject({ name, description });
            go(`/projects/${project.id}`);
          }}
        />
      )}
      {open?.kind === "rename" && (
        <ProjectDialog
          project={open.project}
          onClose={close}
          onSave={async (name, description) => {
            await api.changeProject(open.project.id, { name, description });
            load.reload();
          }}
        />
      )}
      {open?.kind === "delete" && (
        <DeleteDialog
          what="project"
          name={open.project.name}
          loses={`Its ${plural(open.project.datasetCount, "dataset")} and ${plural(open.project.analysisCount, "analysis", "analyses")} go with it.`}
          onClose={close}
          onDelete={async () => {
            await api.deleteProject(open.project.id);
            say(`${open.project.name} is deleted`);
            load.reload();
          }}
        />
      )}
    </>
  );
}

function ProjectDialog(props: {
  project?: Project;
  onSave: (name: string, description: string) => Promise<void>;
  onClose: () => void;
}) {
  const [name, setName] = useState(props.project?.name ?? "");
  const [description, setDescription] = useState(props.project?.description ?? "");
  const field = useId();
  return (
    <FormDialog
      title={props.project ? "Rename the project" : "New project"}
      action={props.project ? "Save the name" : "Create the project"}
      ready={name.trim() !== ""}
      onSubmit={() => props.onSave(name.trim(), description.trim())}
      onClose={props.onClose}
    >
      <div class="field">
        <label for={`${field}n`}>Name</label>
        <input
          id={`${field}n`}
          class="input"
          maxLength={120}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for={`${field}d`}>Description</label>
        <textarea
          id={`${field}d`}
          class="input"
          maxLength={2000}
          value={description}
          onInput={(event) => setDescription(event.currentTarget.value)}
        />
        <p class="hint">What the conversations are, for whoever opens it later. May stay empty.</p>
      </div>
    </FormDialog>
  );
}

/** Makes project and dataset, imports the project's own sample, and goes there. */
function SampleButton({ onDone }: { onDone: (datasetId: string) => void }) {
  const [step, setStep] = useState<string | null>(null);
  const run = async (): Promise<void> => {
    try {
      onDone(await loadSample(setStep));
    } catch (error) {
      say(`Couldn’t load the sample. ${asApiError(error).message}`, "error");
      setStep(null);
    }
  };
  return (
    <button type="button" class="button primary" disabled={step !== null} onClick={() => void run()}>
      <Icon of={Sparkles} />
      {step ?? "Load the sample"}
    </button>
  );
}
