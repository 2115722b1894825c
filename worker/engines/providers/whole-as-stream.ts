import * as z from "zod";

/** A chat completion in one piece, as far as a stream needs it. */
const wholeSchema = z.looseObject({ choices: z.array(z.looseObject({ message: z.looseObject({}) })) });

/**
 * Some servers that speak OpenAI's words do not stream, whatever they are asked for, and answer in one piece. That
 * piece is handed on as the only one of a stream, so that there is one way to read an answer.
 */
export function wholeAsStream(inner: typeof fetch): typeof fetch {
  return async (...request: Parameters<typeof fetch>) => {
    const answer = await inner(...request);
    if (!answer.ok || !/^application\/json\b/i.test(answer.headers.get("content-type") ?? "")) return answer;
    const text = await answer.text();
    return new Response(`data: ${pieceOf(text)}\n\ndata: [DONE]\n\n`, {
      status: answer.status,
      headers: { "content-type": "text/event-stream" },
    });
  };
}

/** The body as a piece of a stream; what is no completion goes on as it is, on one line. */
function pieceOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const whole = wholeSchema.safeParse(body);
    if (!whole.success) return JSON.stringify(body);
    const choices = whole.data.choices.map(({ message, ...choice }) => ({ ...choice, delta: withIndexes(message) }));
    return JSON.stringify({ ...whole.data, choices });
  } catch {
    return text.replaceAll(/[\r\n]+/g, " ");
  }
}

/** The pieces of a stream number their tool calls, a whole message does not. */
function withIndexes(message: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(message.tool_calls)) return message;
  return { ...message, tool_calls: message.tool_calls.map((call: object, index) => ({ ...call, index })) };
}
