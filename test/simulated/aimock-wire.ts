import { LLMock, type TextResponse, type ToolCallResponse } from "@copilotkit/aimock";
import type { WireRequest } from "./wire-request.ts";

export interface Rendered {
  status: number;
  contentType: string;
  body: Buffer;
}

/** What a model says, before it is put into a provider's words. */
export interface Said {
  text: string;
  /** True: as the input of the forced tool. */
  asTool: boolean;
  stop: "end" | "length" | "refused";
}

export interface AimockWire {
  render(request: WireRequest, target: string, body: string, said: Said): Promise<Rendered>;
  /** A request that is no call to a model (embeddings, say), as aimock answers it. */
  pass(method: string, target: string, body: string): Promise<Rendered>;
  close(): Promise<void>;
}

const stopWords = {
  anthropic: "refusal",
  openai: "content_filter",
  gemini: "content_filter",
  bedrock: "content_filtered",
};

/**
 * aimock puts answers into each provider's wire format. It is asked from the server before it and answers at once and
 * whole: it can neither word cached usage for every provider, nor see a reply's schema or a call's key, nor end a
 * stream in the middle, nor hang, so that all of this is done around it.
 * @param pieceLength UTF-16 units of one streamed piece
 */
export async function openAimockWire(pieceLength: number): Promise<AimockWire> {
  const mock = new LLMock({ host: "127.0.0.1", port: 0, chunkSize: pieceLength, journalMaxEntries: 20 });
  const waiting = new Map<string, TextResponse | ToolCallResponse>();
  mock.on({ predicate: (asked) => asked._context !== undefined }, (asked) => {
    const response = waiting.get(String(asked._context));
    return response ?? { error: { message: "Nobody prepared an answer." }, status: 500 };
  });
  const base = await mock.start();
  let count = 0;

  async function send(method: string, target: string, body: string, context: string | null): Promise<Rendered> {
    const headers = {
      "content-type": "application/json",
      ...(context === null ? {} : { "x-aimock-context": context }),
    };
    const answer = await fetch(base + target, { method, headers, body: method === "GET" ? null : body });
    return {
      status: answer.status,
      contentType: answer.headers.get("content-type") ?? "application/json",
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }

  return {
    async render({ wire, tool, stream }, target, body, { text, asTool, stop }) {
      const finish = stop === "end" ? {} : { finishReason: stop === "length" ? "length" : stopWords[wire] };
      const context = String(count++);
      waiting.set(
        context,
        asTool && tool !== null
          ? { toolCalls: [{ name: tool, arguments: text }], ...finish }
          : { content: text, ...finish },
      );
      try {
        // aimock knows Gemini at v1beta alone and no model with a colon; which model it was stands in no answer.
        const verb = stream ? "streamGenerateContent?alt=sse" : "generateContent";
        const known = wire === "gemini" ? `/v1beta/models/simulated:${verb}` : target;
        return await send("POST", known, body, context);
      } finally {
        waiting.delete(context);
      }
    },
    pass: (method, target, body) => send(method, target, body, null),
    close: () => mock.stop(),
  };
}
