import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { ParallaxError } from "../../../worker/contract/error.ts";
import { dropRest, importBody } from "../../../worker/routes/limit-body.ts";

const pieces = 50;

/** A sender of `pieces` pieces who counts how many were taken. */
function sender() {
  const taken = { pieces: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (taken.pieces === pieces) return controller.close();
      taken.pieces += 1;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  return { body, taken };
}

const posting = (body: ReadableStream<Uint8Array>, headers = {}) =>
  new Request("http://127.0.0.1/api/x", { method: "POST", body, headers, ...{ duplex: "half" } });

const app = new Hono();
app.onError((_, c) => c.text("refused", 413));
app.use(dropRest);
app.post("/api/x", async (c) => {
  const reader = importBody(c.req.raw).getReader();
  await reader.read();
  await reader.cancel();
  throw new ParallaxError("unsupported_type", "nothing that is read");
});

describe("a body that is refused is read to its end, so that the answer reaches its sender", () => {
  test("where it was looked at", async () => {
    const { body, taken } = sender();
    const answer = await app.request(posting(body));
    expect(answer.status).toBe(413);
    expect(taken.pieces).toBe(pieces);
  });

  test("where nobody looked at it", async () => {
    const { body, taken } = sender();
    const answer = await app.request(posting(body, { "content-length": "999999999999" }));
    expect(answer.status).toBe(413);
    expect(taken.pieces).toBe(pieces);
  });
});
