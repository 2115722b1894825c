import type { Fields } from "../record.ts";
import type { GatheredFormat } from "../record-format.ts";
import { traceMessages } from "./trace-messages.ts";
import { TraceSessions } from "./trace-sessions.ts";

/** Langfuse traces (export from the page: camelCase) and observations (export to storage: snake_case). */
export const langfuse: GatheredFormat = {
  key: "langfuse",
  title: "Langfuse traces",
  is: (record) =>
    "input" in record &&
    "output" in record &&
    ["sessionId", "traceId", "session_id", "trace_id"].some((name) => name in record) &&
    !("run_type" in record),
  gather: () => {
    const sessions = new TraceSessions();
    return {
      add: (record, { at }) => {
        // Spans and events wrap what the generations inside them say.
        if (typeof record.type === "string" && record.type !== "GENERATION") return null;
        const session = record.sessionId || record.session_id || record.trace_id || record.traceId || record.id;
        const asked = traceMessages(record.input, "user");
        const answered = traceMessages(record.output, "assistant");
        if (asked.length + answered.length === 0) return "the trace holds neither input nor output";
        sessions.add({
          session: String(session ?? at),
          time: timeOf(record.timestamp ?? record.start_time),
          asked,
          answered,
          metadata: metadataOf(record),
          at,
        });
        return null;
      },
      get held() {
        return sessions.held;
      },
      rest: () => sessions.rest(),
    };
  },
};

/** `2020-05-16 07:32:05.000000` is UTC. */
function timeOf(value: unknown): string {
  return typeof value === "string" ? value.replace(" ", "T").replace(/(\.\d{3})\d+$/, "$1Z") : "";
}

function metadataOf(record: Fields): Fields {
  const { name, trace_name, userId, user_id, environment, tags, release } = record;
  return { trace: name || trace_name, user: userId || user_id, environment, tags, release };
}
