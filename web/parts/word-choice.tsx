import type { Analysis } from "../../worker/contract/analysis.ts";
import { api } from "../api.ts";
import { dateTime } from "../format.ts";
import { useLoad } from "../load.ts";
import { targetOption } from "../options.ts";
import { NumberField } from "./number-field.tsx";

/** Which words an analysis begins with: its own, or those of an earlier one, which may be all there are. */
export function WordChoice(props: {
  projectId: string | undefined;
  /** Whether a model can be asked which labels to put together: the built-in engine can't tell. */
  merges: boolean;
  query: Record<string, string>;
  change: (changes: Record<string, string | undefined>) => void;
}) {
  const { projectId, merges, query, change } = props;
  const earlier = useLoad(projectId === undefined ? null : `analyses with words of ${projectId}`, (signal) =>
    api.analyses({ projectId }, signal),
  );
  const offered = (earlier.data ?? []).filter(({ status }) => status === "completed" || status === "cancelled");
  const based = query.based ?? "";
  const frozen = based !== "" && query.freeze === "1";
  // With the words goes what was asked: facets of another template would not know them.
  const choose = (id: string): void => {
    const chosen = offered.find((one) => one.id === id);
    if (id === "") change({ based: undefined, freeze: undefined });
    else change({ based: id, ...(chosen && { template: chosen.templateId }) });
  };
  return (
    <div class="card options">
      <div class="field whole">
        <label for="word-based">Labels</label>
        <select id="word-based" class="input" value={based} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">Finds its own</option>
          {based !== "" && !offered.some(({ id }) => id === based) && <option value={based}>Those of {based}</option>}
          {offered.map((one) => (
            <option key={one.id} value={one.id}>
              {named(one)}
            </option>
          ))}
        </select>
        <span class="hint">
          {based === ""
            ? "Or those of a finished analysis of this project, as they were edited"
            : "Begins with the labels of that analysis, and asks what it asked"}
        </span>
      </div>
      {based !== "" && (
        <label class="check whole">
          <input
            type="checkbox"
            checked={frozen}
            onChange={(event) => change({ freeze: event.currentTarget.checked ? "1" : undefined })}
          />
          <span>
            Only these labels <span class="quiet small">(what fits none of them becomes “Other”)</span>
          </span>
        </label>
      )}
      {merges && !frozen && (
        <NumberField
          option={targetOption}
          value={query[targetOption.name] ?? ""}
          onTyped={(typed) => change({ [targetOption.name]: typed })}
        />
      )}
    </div>
  );
}

const named = ({ name, completedAt, createdAt }: Analysis): string => `${name}, ${dateTime(completedAt ?? createdAt)}`;
