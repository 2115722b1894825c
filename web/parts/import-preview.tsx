import { FileUp } from "lucide";
import { count, plural } from "../format.ts";
import { type Look, type Mapping, withColumn } from "../upload/preview.ts";
import { Icon } from "./icon.tsx";

/** What a column can be read as, in the words of the screen. */
const roles: [role: string, words: string][] = [
  ["id", "Which conversation"],
  ["role", "Who speaks"],
  ["text", "What is said"],
  ["time", "When"],
  ["index", "Order of messages"],
  ["question", "Question"],
  ["answer", "Answer"],
  ["transcript", "Whole conversation as a transcript"],
  ["messages", "Whole conversation as JSON"],
  ["title", "Title"],
  ["author", "Author"],
];

const rowIs = new Map([
  ["message", "One row is one message."],
  ["pair", "One row is a question with its answer."],
  ["messages", "One row is one conversation."],
  ["transcript", "One row is one conversation."],
  ["text", "One row is one content."],
]);

/** Tables of data may have hundreds of columns: the first are shown, and those that are read. */
const shownColumns = 40;
const shownRejections = 4;

interface Props {
  name: string;
  look: Look;
  busy: boolean;
  onMapping: (mapping: Mapping) => void;
  onImport: () => void;
}

/** What was found in a file, before any of it is stored: one sentence, the columns and what they are read as. */
export function ImportPreviewCard({ name, look, busy, onMapping, onImport }: Props) {
  const { columns, mapping, contents } = look;
  const shown = columns.filter((column, index) => index < shownColumns || column.holds !== null);
  return (
    <section class="stack import-preview" aria-label={`What is in ${name}`}>
      <p>
        <strong>{look.sentence}.</strong>
        {look.isPart && " This is how the beginning of the file is read."}{" "}
        {look.arrangement !== null && <span class="quiet">{rowIs.get(look.arrangement)}</span>}
      </p>
      {columns.length > 0 && (
        <div class="table-scroll">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Column</th>
                <th scope="col">Is read as</th>
                <th scope="col">Holds</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((column) => (
                <tr key={column.name}>
                  <th scope="row">{column.name}</th>
                  <td>
                    <select
                      class="input"
                      aria-label={`${column.name} is read as`}
                      value={column.holds ?? ""}
                      disabled={busy}
                      onChange={(event) =>
                        onMapping(withColumn(mapping, column.name, event.currentTarget.value || null))
                      }
                    >
                      <option value="">Metadata</option>
                      {roles.map(([role, words]) => (
                        <option key={role} value={role}>
                          {words}
                        </option>
                      ))}
                    </select>
                  </td>
                  <td class="small quiet">{column.samples.join(" · ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {columns.length > shown.length && (
        <p class="small quiet">{plural(columns.length - shown.length, "more column")} become metadata.</p>
      )}
      {look.warnings.length > 0 && (
        <ol aria-label="Worth knowing">
          {look.warnings.slice(0, shownRejections).map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ol>
      )}
      {look.rejected.length > 0 && !look.isPart && (
        <ol aria-label="What cannot be read and why">
          {look.rejected.slice(0, shownRejections).map(({ at, reason }) => (
            <li key={`${at} ${reason}`}>
              <strong>{at}</strong> {reason}
            </li>
          ))}
          {look.rejectedCount > shownRejections && <li>and {count(look.rejectedCount - shownRejections)} more</li>}
        </ol>
      )}
      <div>
        <button type="button" class="button primary" disabled={busy || contents === 0} onClick={onImport}>
          <Icon of={FileUp} size={14} />
          {look.isPart ? "Import the file" : `Import ${plural(contents, "content")}`}
        </button>
      </div>
    </section>
  );
}
