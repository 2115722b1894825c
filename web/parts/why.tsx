import { useState } from "preact/hooks";
import type { Why } from "../../worker/contract/why.ts";
import { api } from "../api.ts";
import { dateTime, facetName, money, plural } from "../format.ts";
import { useLoad } from "../load.ts";
import { Panel } from "./panel.tsx";

/** "Why this label?": the question, the answer, what was asked again and what it cost; loaded when it is opened. */
export function WhyThisLabel({ analysisId, contentId }: { analysisId: string; contentId: string }) {
  const [open, setOpen] = useState(false);
  const why = useLoad(open ? `why ${analysisId} ${contentId}` : null, (signal) =>
    api.why(analysisId, contentId, signal),
  );
  return (
    <details class="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Why this label?</summary>
      {open && (
        <Panel load={why} what="where this comes from">
          {(said) => <Reasons why={said} />}
        </Panel>
      )}
    </details>
  );
}

function Reasons({ why }: { why: Why }) {
  const { said, merges, prompt, task, calls, cost, result } = why;
  return (
    <div class="stack">
      <dl class="facts">
        {Object.entries(said).map(([facet, word]) => (
          <>
            <dt>{facetName(facet)}, as said</dt>
            <dd>
              {word}
              {merges
                .filter((merge) => merge.facet === facet && merge.aliases.includes(word))
                .map((merge) => (
                  <span key={merge.canonical} class="small quiet">
                    {" "}
                    → {merge.canonical}, by {merge.by}: {merge.reason}
                  </span>
                ))}
            </dd>
          </>
        ))}
        <dt>Asked</dt>
        <dd>
          {plural(result.attempts, "time")}
          {task !== null && `, in batch ${task.task} of stream ${task.stream + 1}`}
          {task !== null && task.retries > 0 && `, begun again ${plural(task.retries, "time")}`}
        </dd>
        <dt>Cost</dt>
        <dd>
          {cost.shareUsd === null ? "–" : money(cost.shareUsd)}
          <span class="small quiet">
            {" "}
            of {cost.taskUsd === null ? "an unknown sum" : money(cost.taskUsd)} for the batch
          </span>
        </dd>
      </dl>
      {calls.length > 0 && (
        <ol class="small" aria-label="Calls">
          {calls.map((call) => (
            <li key={call.id}>
              {dateTime(call.at)} · {call.model} · {call.outcome} · {money(call.costUsd)}
            </li>
          ))}
        </ol>
      )}
      {prompt === null ? (
        <p class="small quiet">
          The built-in engine read this content, or an earlier answer was used again: nothing was asked.
        </p>
      ) : (
        <>
          <p class="small quiet">{prompt.note}</p>
          <details>
            <summary class="small">Instructions</summary>
            <pre class="prompt">{prompt.system}</pre>
          </details>
          <details>
            <summary class="small">What it was shown, {plural(prompt.items, "content")}</summary>
            <pre class="prompt" dir="auto">
              {prompt.user}
            </pre>
          </details>
        </>
      )}
    </div>
  );
}
