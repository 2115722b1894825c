import { useId, useState } from "preact/hooks";
import type { Project } from "../../worker/contract/project.ts";
import { api } from "../api.ts";
import { changedSettings, settingsFaults, typedSettings } from "../project-settings.ts";
import { say } from "../toast.ts";
import { FormDialog } from "./dialog.tsx";

interface ProjectSettingsProps {
  project: Project;
  onSaved: () => void;
  onClose: () => void;
}

/** What holds for all analyses of a project: what they may spend in a month, and how long results are kept. */
export default function ProjectSettings({ project, onSaved, onClose }: ProjectSettingsProps) {
  const [typed, setTyped] = useState(() => typedSettings(project.settings));
  const field = useId();
  const faults = settingsFaults(typed);
  const change = changedSettings(project.settings, typed);
  return (
    <FormDialog
      title="Project settings"
      action="Save the settings"
      ready={Object.keys(faults).length === 0 && Object.keys(change).length > 0}
      onSubmit={async () => {
        await api.changeProject(project.id, { settings: change });
        say("The settings are saved");
        onSaved();
      }}
      onClose={onClose}
    >
      <div class="field">
        <label for={`${field}-monthly`}>At most a month, dollars</label>
        <input
          id={`${field}-monthly`}
          class="input"
          inputMode="decimal"
          autocomplete="off"
          placeholder="no limit"
          aria-invalid={faults.monthly !== undefined}
          aria-describedby={`${field}-monthly-hint`}
          value={typed.monthly}
          onInput={(event) => setTyped({ ...typed, monthly: event.currentTarget.value })}
        />
        <span id={`${field}-monthly-hint`} class={faults.monthly === undefined ? "hint" : "fault"}>
          {faults.monthly ??
            "For all analyses of this project together, from the first to the last day of a month (UTC). A call that might pass it is not made: the analysis pauses, and can be resumed when this is raised or a new month begins. Empty for no limit."}
        </span>
      </div>
      <div class="field">
        <label for={`${field}-days`}>Keep results, days</label>
        <input
          id={`${field}-days`}
          class="input"
          inputMode="numeric"
          autocomplete="off"
          aria-invalid={faults.days !== undefined}
          aria-describedby={`${field}-days-hint`}
          value={typed.days}
          onInput={(event) => setTyped({ ...typed, days: event.currentTarget.value })}
        />
        <span id={`${field}-days-hint`} class={faults.days === undefined ? "hint" : "fault"}>
          {faults.days ??
            "Counted from the end of an analysis; then its results are removed, unless it is kept by hand. It holds for analyses that are started from now on and say nothing else. Contents are not removed."}
        </span>
      </div>
    </FormDialog>
  );
}
