import { type Fields, isFields } from "../record.ts";
import type { GatheredFormat } from "../record-format.ts";
import { traceMessages } from "./trace-messages.ts";
import { TraceSessions, type Turnings } from "./trace-sessions.ts";

/** LangSmith runs, one a record, or as the SDK sends them (`{post, patch}`). */
export const langsmith: GatheredFormat = {
  key: "langsmith",
  title: "LangSmith runs",
  is: (record) => isWire(record) || typeof record.dotted_order === "string" || "run_type" in record,
  gather: () => {
    const sessions = new TraceSessions();
    /** Roots wait: where a trace has runs of a model, those say the same in order. */
    const roots = new Map<string, Turnings>();
    const asked = new Set<string>();
    let waiting = 0;
    const addRun = (run: Fields, at: string): string | null => {
      const isModel = run.run_type === "llm";
      const isRoot = run.parent_run_id === null || run.parent_run_id === undefined;
      if (!isModel && !isRoot) return null;
      const turnings = readRun(run, at);
      if (turnings.asked.length + turnings.answered.length === 0) return "the run holds neither inputs nor outputs";
      const trace = String(run.trace_id ?? run.id ?? at);
      if (isModel) {
        asked.add(trace);
        sessions.add(turnings);
      } else {
        roots.set(trace, turnings);
        waiting += JSON.stringify(turnings).length;
      }
      return null;
    };
    return {
      add: (record, { at }) => (isWire(record) ? addAll(wireRuns(record), at, addRun) : addRun(record, at)),
      get held() {
        return sessions.held + waiting;
      },
      *rest() {
        for (const [trace, turnings] of roots) if (!asked.has(trace)) sessions.add(turnings);
        roots.clear();
        yield* sessions.rest();
      },
    };
  },
};

function addAll(runs: Fields[], at: string, add: (run: Fields, at: string) => string | null): string | null {
  const reasons = runs.map((run) => add(run, at));
  return reasons.length > 0 && reasons.every((reason) => reason !== null) ? (reasons[0] ?? null) : null;
}

function isWire(record: Fields): boolean {
  return Array.isArray(record.post) && Array.isArray(record.patch);
}

/** A run is posted when it starts and patched when it ends. */
function wireRuns({ post, patch }: Fields): Fields[] {
  const runs = new Map<unknown, Fields>();
  for (const part of [post, patch].flatMap((list) => (Array.isArray(list) ? list.filter(isFields) : []))) {
    const key = part.dotted_order ?? part.id;
    runs.set(key, { ...runs.get(key), ...part });
  }
  return [...runs.values()];
}

function readRun(run: Fields, at: string): Turnings {
  const metadata = isFields(run.extra) && isFields(run.extra.metadata) ? run.extra.metadata : {};
  const { thread_id, session_id, conversation_id, ls_model_name } = metadata;
  const session = thread_id ?? session_id ?? conversation_id ?? run.trace_id ?? run.id ?? at;
  const time = run.end_time ?? run.start_time;
  return {
    session: String(session),
    time: typeof time === "number" ? new Date(time).toISOString() : typeof time === "string" ? time : "",
    asked: traceMessages(run.inputs, "user"),
    answered: traceMessages(run.outputs, "assistant"),
    metadata: { run: run.name, model: ls_model_name, tags: run.tags },
    at,
  };
}
