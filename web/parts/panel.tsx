import { RefreshCw, TriangleAlert, WifiOff } from "lucide";
import type { ComponentChildren } from "preact";
import { timeOfDay } from "../format.ts";
import type { Load } from "../load.ts";
import { type ApiError, mayPass } from "../problem.ts";
import { Icon } from "./icon.tsx";

interface PanelProps<Data> {
  load: Load<Data>;
  /** What loads, for the words of the error: "the datasets". */
  what: string;
  /** Rows of the skeleton. */
  lines?: number;
  /** What is not lost although this failed. */
  safe?: string;
  children: (data: Data) => ComponentChildren;
}

/** The one machine: loading (skeleton after 150 ms), error with Retry, stale data with its age, data, refetch line. */
export function Panel<Data>({ load, what, lines = 4, safe, children }: PanelProps<Data>) {
  const { data, error, busy, at } = load;
  if (data === undefined) {
    return error === undefined || busy ? (
      <Skeleton lines={lines} what={what} />
    ) : (
      <Failure error={error} what={what} retry={load.reload} {...(safe === undefined ? {} : { safe })} />
    );
  }
  return (
    <>
      {busy && <div class="refetch" />}
      {error !== undefined && (
        <div class="note warn">
          <Icon of={WifiOff} />
          <div>
            Couldn’t refresh {what}
            {at === undefined ? "" : `, showing ${timeOfDay(new Date(at).toISOString())}`}.
          </div>
          <button type="button" class="button" onClick={load.reload}>
            Retry
          </button>
        </div>
      )}
      {children(data)}
    </>
  );
}

export function Skeleton({ lines, what }: { lines: number; what: string }) {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">Loading {what}</span>
      {Array.from({ length: lines }, (_, line) => (
        <i key={line} />
      ))}
    </div>
  );
}

/** The way out of what is not there. */
export function ToProjects() {
  return (
    <a class="button" href="/projects">
      Back to projects
    </a>
  );
}

export function Failure(props: {
  error: ApiError;
  what: string;
  retry?: () => void;
  safe?: string;
  /** The way out, where trying again is none. */
  action?: ComponentChildren;
}) {
  const { error, what, retry, safe, action } = props;
  return (
    <div class="note error" role="alert">
      <Icon of={TriangleAlert} />
      <div>
        <p>
          <strong>Couldn’t load {what}.</strong> {error.message}
        </p>
        {safe !== undefined && <p>{safe}</p>}
        {error.requestId !== null && <p class="small mono">Request {error.requestId}</p>}
      </div>
      {action}
      {retry !== undefined && mayPass(error) && (
        <button type="button" class="button" onClick={retry}>
          <Icon of={RefreshCw} size={14} />
          Retry
        </button>
      )}
    </div>
  );
}
