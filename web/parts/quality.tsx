import { CircleCheck, Download, Undo2 } from "lucide";
import { useState } from "preact/hooks";
import type { Fix, FixInput, Issue, QualityReport } from "../../worker/contract/quality.ts";
import { api } from "../api.ts";
import { compact, count, language, plural, share } from "../format.ts";
import { useLast, useLoad } from "../load.ts";
import { usePlace } from "../place.ts";
import { asApiError } from "../problem.ts";
import { say } from "../toast.ts";
import { Empty } from "./empty.tsx";
import { Icon } from "./icon.tsx";
import { Panel } from "./panel.tsx";

const lookAgain = 1_500;

/** What is wrong in a dataset, each with the click that puts it right and the one that takes that back. */
export function Quality(props: { datasetId: string; updatedAt: string; onFixed: () => void }) {
  const { datasetId, updatedAt, onFixed } = props;
  const load = useLoad(
    `quality ${datasetId} ${updatedAt}`,
    (signal) => api.quality(datasetId, signal),
    ({ complete }) => (complete ? null : lookAgain),
  );
  // What was there before an import or a fix stays until the new report comes.
  const report = useLast(load);
  const [busy, setBusy] = useState(false);
  const put = async (input: FixInput): Promise<void> => {
    setBusy(true);
    try {
      const { fix, contents } = await api.fix(datasetId, input);
      say(`${fix.undoneAt === null ? outcome(fix) : "Taken back"}; ${plural(contents, "content")} to be analyzed`);
      onFixed();
    } catch (error) {
      say(asApiError(error).message, "error");
    }
    report.reload();
    setBusy(false);
  };
  return (
    <Panel load={report} what="the quality report" lines={8}>
      {(data) => (
        <div class="stack">
          <Sums report={data} />
          {data.issues.length === 0 ? (
            <div class="card">
              <Empty icon={CircleCheck} title="Nothing stands out">
                No duplicates, no noise, no personal data that can be told by its form.
              </Empty>
            </div>
          ) : (
            data.issues.map((issue) => (
              <IssueCard
                key={issue.kind}
                issue={issue}
                done={issue.kind === "personal-data" && data.redactPii}
                busy={busy || !data.complete}
                onFix={() => void put({ issue: issue.kind })}
              />
            ))
          )}
          <Fixes fixes={data.fixes} busy={busy} onUndo={(fix) => void put({ undo: fix.id })} />
        </div>
      )}
    </Panel>
  );
}

function outcome({ action, count: touched }: Fix): string {
  if (action === "leave-out") return `${plural(touched, "content")} left out`;
  if (action === "redact") return "Models will read placeholders";
  if (action === "mend-characters") return `Characters of ${plural(touched, "content")} mended`;
  return `Roles of ${plural(touched, "content")} normalised`;
}

function Sums({ report }: { report: QualityReport }) {
  const { tokens, batching, complete, checked, contents, leftOut } = report;
  return (
    <section class="card" aria-label="In short">
      <div class="card-body stack">
        {!complete && (
          <p role="status">
            {count(checked)} of {plural(contents, "content")} looked at so far.
          </p>
        )}
        <p>
          {plural(contents, "content")}
          {leftOut > 0 && `, ${count(leftOut)} left out`}
          {complete && ` · ${verdict(report)}`} · {compact(tokens.total)} tokens, half of the contents under{" "}
          {count(tokens.median + 1)}, the longest {count(tokens.most)}
        </p>
        {batching && (
          <p>
            <strong>
              Suggested: {plural(batching.streams, "stream")} with {plural(batching.itemsPerStream, "content")} a call
            </strong>
            , about {plural(batching.calls, "call")}. <span class="quiet">{batching.because}</span>
          </p>
        )}
      </div>
    </section>
  );
}

/** What was found in few words; the mean of all contents where something was. */
function verdict({ issues, score }: QualityReport): string {
  if (issues.length === 0) return "no issue found";
  const found = `${plural(issues.length, "kind")} of issue found`;
  return score === null ? found : `${found}, quality ${share(score, 1)} on average`;
}

function IssueCard(props: { issue: Issue; done: boolean; busy: boolean; onFix: () => void }) {
  const { issue, done, busy, onFix } = props;
  const { link } = usePlace();
  const details = Object.entries(issue.details);
  return (
    <section class="card" aria-label={issue.title}>
      <div class="card-head">
        <h2>
          {issue.title} <span class="quiet">{`${count(issue.count)} · ${share(issue.share, 1)}`}</span>
        </h2>
        <div class="actions">
          <a class="button plain" href={`${issue.rows}&format=csv`} download aria-label={`${issue.title} as CSV`}>
            <Icon of={Download} size={14} />
            CSV
          </a>
          <a class="button plain" href={`${issue.rows}&format=jsonl`} download aria-label={`${issue.title} as JSONL`}>
            JSONL
          </a>
          {issue.fix !== null && (
            <button type="button" class="button" disabled={busy || done} onClick={onFix}>
              {done ? "Replaced" : issue.fix.title}
            </button>
          )}
        </div>
      </div>
      <div class="card-body stack">
        <p class="quiet">{issue.explanation}</p>
        {details.length > 0 && (
          <p class="small">
            {details.map(([word, number]) => `${detailWord(issue, word)} ${count(number)}`).join(" · ")}
          </p>
        )}
        <ul>
          {issue.examples.map((example) => (
            <li key={example.contentId}>
              <a href={link({ peek: example.contentId })}>{example.title}</a>{" "}
              <span class="quiet small">
                {example.externalId}
                {example.detail !== "" && ` · ${detailWord(issue, example.detail)}`}
              </span>
              {example.of !== null && (
                <>
                  {" "}
                  <a class="small" href={link({ peek: example.of })}>
                    repeats this one
                  </a>
                </>
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

const unnaturalWords = new Map([
  ["code", "program code"],
  ["encoded", "encoded data"],
  ["random", "keys hit at random"],
  ["repeated", "one thing over and over"],
  ["symbols", "hardly a letter"],
  ["table", "a table of numbers"],
]);
const personalWords = new Map([
  ["email", "e-mail address"],
  ["ip", "IP address"],
  ["phone", "telephone number"],
  ["iban", "bank account"],
  ["card", "card number"],
  ["national-id", "national number"],
  ["birth-date", "date of birth"],
  ["secret", "password or key"],
]);

/** What the server counts by, for people. Of an example it says how often: "email × 2, phone × 1". */
function detailWord({ kind }: Issue, word: string): string {
  if (kind === "mixed-languages") return word.split("+").map(language).join(" and ");
  if (kind === "not-natural-language") return unnaturalWords.get(word) ?? word;
  if (kind === "personal-data") return word.replace(/[a-z]+(-[a-z]+)*/g, (one) => personalWords.get(one) ?? one);
  return word;
}

function Fixes({ fixes, busy, onUndo }: { fixes: Fix[]; busy: boolean; onUndo: (fix: Fix) => void }) {
  if (fixes.length === 0) return null;
  return (
    <section class="card" aria-label="Fixes">
      <div class="card-head">
        <h2>Fixes</h2>
      </div>
      <div class="card-body">
        <ul class="stack">
          {fixes.map((fix) => (
            <li key={fix.id}>
              {outcome(fix)} <span class="quiet small">{fix.issue.replaceAll("-", " ")}</span>{" "}
              {fix.undoneAt === null ? (
                <button
                  type="button"
                  class="button plain"
                  disabled={busy}
                  aria-label={`Undo: ${outcome(fix)}`}
                  onClick={() => onUndo(fix)}
                >
                  <Icon of={Undo2} size={14} />
                  Undo
                </button>
              ) : (
                <span class="quiet small">taken back</span>
              )}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
