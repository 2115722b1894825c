import { CircleAlert, Clock, Pause, Play, Plug, Settings } from "lucide";
import { useState } from "preact/hooks";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { answered } from "../answered.ts";
import { api } from "../api.ts";
import { localTimes, plural, sentence, timeOfDay } from "../format.ts";
import { useLoad } from "../load.ts";
import { readModelName } from "../model-name.ts";
import { useNow } from "../now.ts";
import { blamedModel, pauseKind, resumesPlainly } from "../pause-kind.ts";
import { usePlace } from "../place.ts";
import { asApiError } from "../problem.ts";
import { Icon } from "./icon.tsx";

/** Nothing saved for so long is told: a slow model, or a server that was ended and comes back. */
const silenceMilliseconds = 120_000;

interface StandingProps {
  analysis: Analysis;
  onAnswer: (analysis: Analysis) => void;
}

/** Why a job stands still or what troubles it, and the way on: the provider to mend, the button that resumes. */
export function Standing({ analysis, onAnswer }: StandingProps) {
  if (analysis.status === "paused") return <Paused analysis={analysis} onAnswer={onAnswer} />;
  return (
    <>
      {analysis.error !== null && (
        <div class="note warn">
          <Icon of={CircleAlert} />
          <div>{sentence(localTimes(analysis.error, Date.now()))}</div>
        </div>
      )}
      {analysis.status === "running" && <Silence savedAt={analysis.progress.savedAt} />}
    </>
  );
}

function Silence({ savedAt }: { savedAt: string | null }) {
  const now = useNow();
  const { link } = usePlace();
  if (savedAt === null || now - Date.parse(savedAt) < silenceMilliseconds) return null;
  return (
    <div class="note warn" role="status">
      <Icon of={Clock} />
      <div>
        Nothing new since {timeOfDay(savedAt)}. Calls may take long; after an interruption it goes on by itself from
        what was saved then.
      </div>
      <a class="button" href={link({ recover: "1" })}>
        What is done and left
      </a>
    </div>
  );
}

function Paused({ analysis, onAnswer }: StandingProps) {
  const { link } = usePlace();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const kind = pauseKind(analysis);
  const atProvider = kind === "no-provider" || kind === "mend-provider";
  const blamed = atProvider ? blamedModel(analysis) : null;
  const resume = async (withBuiltIn = false): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      if (withBuiltIn) await api.changeAnalysis(analysis.id, { options: { onProviderDown: "fallback" } });
      const answer = await api.steer(analysis.id, "resume");
      onAnswer(answer?.id === analysis.id ? answer : await api.analysis(analysis.id));
    } catch (error) {
      setFault(asApiError(error).message);
    }
    setBusy(false);
  };
  const resumeButton = (
    <button
      type="button"
      class={`button ${resumesPlainly(kind) ? "primary" : ""}`}
      disabled={busy}
      onClick={() => void resume()}
    >
      <Icon of={Play} size={14} />
      Resume
    </button>
  );
  return (
    <div class="note warn" role="status">
      <Icon of={Pause} />
      <div>
        <strong>{sentence(localTimes(analysis.pauseReason ?? "paused by hand", Date.now()))}</strong>{" "}
        {plural(answered(analysis.progress), "result")} are kept; resuming goes on from there and pays for nothing
        twice.
        {kind === "mend-provider" && " Put the provider right and test it, then resume."}
        {kind === "no-provider" && " It may answer again by now: resume, or look at the provider."}
        {kind === "month" && " Raise the project’s limit, or wait until a new month begins."}
        {fault !== null && <p>Couldn’t resume. {fault}</p>}
      </div>
      <div class="actions">
        {resumesPlainly(kind) && resumeButton}
        {blamed !== null && <ProviderLink model={blamed} primary={kind === "mend-provider"} />}
        {kind === "month" && (
          <a class="button primary" href={`/projects/${analysis.projectId}?settings=1`}>
            <Icon of={Settings} size={14} />
            Project settings…
          </a>
        )}
        <a class={`button ${kind === "budget" ? "primary" : ""}`} href={link({ recover: "1" })}>
          {kind === "budget" ? "Raise the limit…" : "What is left…"}
        </a>
        {!resumesPlainly(kind) && resumeButton}
        {atProvider && analysis.options.onProviderDown === "pause" && (
          <button
            type="button"
            class="button"
            disabled={busy}
            title="What no model answers the built-in engine does, and those results are marked"
            onClick={() => void resume(true)}
          >
            Go on with the built-in engine
          </button>
        )}
      </div>
    </div>
  );
}

/** To the settings of who is to be mended; to all providers as long as it is not known which one that is. */
function ProviderLink({ model, primary }: { model: string; primary: boolean }) {
  const providers = useLoad("providers", (signal) => api.providers(signal));
  const { provider: slug } = readModelName(model);
  const found = providers.data?.find((one) => one.slug === slug);
  return (
    <a
      class={`button ${primary ? "primary" : ""}`}
      href={found === undefined ? `/providers#${slug}` : `/providers/${found.id}`}
    >
      <Icon of={Plug} size={14} />
      {primary ? `Put ${found?.name ?? slug} right` : (found?.name ?? "Providers")}
    </a>
  );
}
