import { RotateCcw } from "lucide";
import { useState } from "preact/hooks";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { toAskAgain } from "../answered.ts";
import { api } from "../api.ts";
import { plural } from "../format.ts";
import { settled } from "../live-state.ts";
import { asApiError } from "../problem.ts";
import { say } from "../toast.ts";
import { Icon } from "./icon.tsx";

/** On an analysis that has ended: asks again for what failed or what the built-in engine answered instead of a model. */
export function RetryFailed({ analysis, onAnswer }: { analysis: Analysis; onAnswer: (analysis: Analysis) => void }) {
  const [busy, setBusy] = useState(false);
  const again = toAskAgain(analysis);
  if (!settled(analysis) || again === 0) return null;
  const retry = async (): Promise<void> => {
    setBusy(true);
    try {
      onAnswer(await api.retryFailed(analysis.id));
    } catch (error) {
      say(`Couldn’t ask again. ${asApiError(error).message}`, "error");
    }
    setBusy(false);
  };
  return (
    <button type="button" class="button" disabled={busy} onClick={() => void retry()}>
      <Icon of={RotateCcw} size={14} />
      Ask again for {plural(again, "content")}
    </button>
  );
}
