import { useState } from "preact/hooks";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { answered, left } from "../answered.ts";
import { api } from "../api.ts";
import { count, localTimes, money, plural, sentence } from "../format.ts";
import { readBudget } from "../options.ts";
import { pauseKind } from "../pause-kind.ts";
import { paid } from "../price-words.ts";
import { asApiError } from "../problem.ts";
import { restInWords, restOf } from "../rest.ts";
import { BudgetField } from "./budget-field.tsx";
import { Dialog } from "./dialog.tsx";
import { SavedAt } from "./saved-at.tsx";

interface RecoveryProps {
  analysis: Analysis;
  onAnswer: (analysis: Analysis) => void;
  onClose: () => void;
}

/** For a job that stands still: what is done, what is left and what that will cost; go on, or keep what there is. */
export default function Recovery({ analysis, onAnswer, onClose }: RecoveryProps) {
  const [sure, setSure] = useState(false);
  const [budget, setBudget] = useState("");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { id, progress, usage, options, pauseReason } = analysis;
  const kind = pauseKind(analysis);
  const raised = readBudget(budget);
  const short = kind === "budget" && typeof raised === "number" && raised <= (usage.costUsd ?? 0);
  const mayGoOn = kind !== "budget" || (typeof raised === "number" && !short);
  const act = async (verb: "resume" | "cancel"): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      if (verb === "resume" && kind === "budget" && typeof raised === "number") {
        onAnswer(await api.changeAnalysis(id, { options: { maxCostUsd: raised } }));
      }
      const answer = await api.steer(id, verb);
      onAnswer(answer?.id === id ? answer : await api.analysis(id));
      onClose();
    } catch (error) {
      setFault(asApiError(error).message);
      setBusy(false);
    }
  };
  const trouble = [
    progress.itemsFallback > 0 ? `${count(progress.itemsFallback)} by the built-in engine` : "",
    progress.itemsFailed > 0 ? `${count(progress.itemsFailed)} failed` : "",
  ].filter((part) => part !== "");
  return (
    <Dialog title={sure ? "Keep what there is?" : "Go on, or keep what there is"} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && (sure || mayGoOn)) void act(sure ? "cancel" : "resume");
        }}
      >
        {sure ? (
          <p>
            {plural(answered(progress), "result")} stay and can be read and exported. The other{" "}
            {plural(left(progress), "content")} are not read, and an analysis that was ended this way cannot go on.
          </p>
        ) : (
          <>
            {pauseReason !== null && <p>{sentence(localTimes(pauseReason, Date.now()))}</p>}
            <dl class="facts">
              <dt>Done</dt>
              <dd>
                {count(answered(progress))} of {plural(progress.itemsTotal, "content")}
                {trouble.length > 0 && <span class="quiet">, {trouble.join(", ")}</span>}
              </dd>
              <dt>Left</dt>
              <dd>{plural(left(progress), "content")}</dd>
              <dt>Spent so far</dt>
              <dd>
                {paid(usage.costUsd, usage.costKnown)} <span class="quiet">in {plural(usage.calls, "call")}</span>
              </dd>
              <dt>The rest</dt>
              <dd>{restInWords(restOf(analysis))}</dd>
              <dt>Kept</dt>
              <dd>
                <SavedAt at={progress.savedAt} />
              </dd>
            </dl>
            {kind === "budget" && (
              <>
                <BudgetField
                  value={budget}
                  hint={`Now ${options.maxCostUsd === null ? "none" : money(options.maxCostUsd)}; the sum for the whole analysis, what is spent already included`}
                  onTyped={setBudget}
                  eager
                />
                {short && <p class="fault">That much is spent already.</p>}
              </>
            )}
            {kind === "month" && (
              <p class="note warn">
                The limit of the project is to be raised first, in{" "}
                <a href={`/projects/${analysis.projectId}?settings=1`}>its settings</a>, or a new month begins.
              </p>
            )}
            {kind === "mend-provider" && (
              <p class="note warn">Put the provider right and test it first, or it stops at the next call again.</p>
            )}
          </>
        )}
        {fault !== null && (
          <p class="note error" role="alert">
            {fault}
          </p>
        )}
        <div class="actions">
          <button type="button" class="button plain" onClick={() => (sure ? setSure(false) : setSure(true))}>
            {sure ? "Back" : "Keep what there is…"}
          </button>
          <button type="submit" class={`button primary ${sure ? "danger" : ""}`} disabled={busy || !(sure || mayGoOn)}>
            {sure ? `Keep ${plural(answered(progress), "result")} and end it` : "Continue"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
