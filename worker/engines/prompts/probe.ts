import { closed, type Prompt } from "./task-prompt.ts";

const version = "probe-1";

/** The smallest question there is: does the model answer, and in the shape asked for? */
export function probePrompt(): Prompt {
  return {
    system:
      'Task: probe\n\nThis only asks whether you answer. Reply with the JSON object {"ok": true} and nothing else.',
    parts: [{ type: "text", text: 'Reply with {"ok": true}.' }],
    reply: { name: "probe", schema: closed({ ok: { type: "boolean" } }) },
    outputTokens: 256,
    version,
  };
}
