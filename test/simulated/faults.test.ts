import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { at } from "./json-schema.ts";
import { type Asked, askers } from "./official-clients.ts";
import { extractPrompt, threeItems } from "./prompts.ts";
import { type Simulated, startSimulated } from "./providers.ts";

let simulated: Simulated;
beforeAll(async () => {
  simulated = await startSimulated();
});
afterAll(() => simulated.close());

/** Long enough to see that nothing comes; what is asserted is that the client had to give up. */
const patience = 150;

async function control(method: string, path: string, body?: unknown): Promise<unknown> {
  const sent = body === undefined ? null : JSON.stringify(body);
  const answer = await fetch(`${simulated.controlUrl}/__sim${path}`, { method, body: sent });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const failureOf = (answering: Promise<unknown>): Promise<unknown> =>
  answering.then(
    () => null,
    (failure: unknown) => failure,
  );

/** Header, body and stream of a call as they come, however far that is. */
async function raw(
  path: string,
  body: unknown,
): Promise<{ status: number; text: string; end: "whole" | "broken" | "silent" }> {
  const giveUp = new AbortController();
  let text = "";
  let status = 0;
  try {
    let timer = setTimeout(() => giveUp.abort(), patience);
    const answer = await fetch(simulated.url + path, {
      method: "POST",
      body: JSON.stringify(body),
      signal: giveUp.signal,
    });
    status = answer.status;
    for await (const chunk of answer.body ?? []) {
      clearTimeout(timer);
      text += Buffer.from(chunk).toString("latin1");
      timer = setTimeout(() => giveUp.abort(), patience);
    }
    clearTimeout(timer);
    return { status, text, end: "whole" };
  } catch {
    return { status, text, end: giveUp.signal.aborted ? "silent" : "broken" };
  }
}

describe.each(Object.entries(askers))("over the wire of %s", (wire, ask) => {
  const model = `faulty-${wire}`;
  const asked = (): Asked => ({ url: simulated.url, model, ...extractPrompt(threeItems) });
  const idsOf = async () => {
    const items = at(JSON.parse((await ask(asked())).text), "items");
    return Array.isArray(items) ? items.map((item) => at(item, "id")) : null;
  };
  const next = (fault: string | null) => control("POST", "/faults", { model, script: [fault] });

  test.each(["400", "401", "404", "429", "500", "503"])(
    "%s is an error of its own kind and costs nothing",
    async (status) => {
      await control("POST", "/reset", { model });
      await control("POST", "/faults", { model, script: [status], retryAfter: 7 });
      const failure = await failureOf(ask(asked()));
      expect(at(failure, "status")).toBe(Number(status));
      expect(await control("GET", `/bill?model=${model}`)).toMatchObject({ billed: { requests: 0 }, unbilled: 1 });
      expect(await control("GET", `/calls?model=${model}`)).toMatchObject([{ status: Number(status), billed: "no" }]);
    },
  );

  test("a reply that is wrong is billed like any other", async () => {
    await control("POST", "/reset", { model });
    await next("dropItem");
    expect(await idsOf()).toHaveLength(2);
    await next("doubled");
    expect((await idsOf())?.toSorted()).toHaveLength(4);
    await next("renamed");
    expect((await idsOf())?.filter((id) => /^i[123]$/.test(String(id)))).toHaveLength(2);
    await next("brokenJson");
    const broken = await ask(asked());
    expect(() => JSON.parse(broken.text)).toThrow();
    expect(broken.text).toMatch(/^\{"items":/);
    expect(broken.stop).not.toBeNull();
    await next("prose");
    expect((await ask(asked())).text).toMatch(/^Certainly!/);
    await next(null);
    expect(await idsOf()).toEqual(["i1", "i2", "i3"]);
    expect(simulated.bill().models[model]).toMatchObject({ billed: { requests: 6 }, lost: { requests: 0 } });
  });

  test("a fence, an output limit and a refusal say what they are", async () => {
    await next("fenced");
    const { text } = await ask(asked());
    if (wire === "bedrock") expect(JSON.parse(text)).toBeTypeOf("object");
    else expect(text).toMatch(/^```json\n\{[\s\S]*\}\n```$/);
    await next("length");
    expect((await ask(asked())).stop).toMatch(/^(?:max_tokens|length|MAX_TOKENS)$/);
    await next("refused");
    expect((await ask(asked())).stop).toMatch(/^(?:refusal|content_filter|SAFETY|content_filtered)$/);
  });

  test("a stream that is cut ends in good order without a stop reason and is lost", async () => {
    await control("POST", "/reset", { model });
    await next("cut");
    const { text, stop, usage } = await ask(asked());
    expect(text).not.toBe("");
    expect(() => JSON.parse(text)).toThrow();
    expect([stop, usage]).toEqual([null, null]);
    await next("cut");
    // In one piece all of the text is there, and still no end.
    const short = await ask({ ...asked(), system: "Task: probe", user: "?" });
    expect(short).toEqual({ text: '{"ok":true}', stop: null, usage: null });
    expect(simulated.bill().models[model]).toMatchObject({ billed: { requests: 0 }, lost: { requests: 2 } });
  });

  test("a stream that is reset breaks off", async () => {
    await control("POST", "/reset", { model });
    await next("reset");
    expect(await failureOf(ask(asked()))).toBeInstanceOf(Error);
    expect(simulated.calls().at(-1)).toMatchObject({ model, fault: "reset", billed: "lost" });
  });

  test("a call that hangs ends when the client gives up", async () => {
    await next("hang");
    expect(await failureOf(ask({ ...asked(), signal: AbortSignal.timeout(patience) }))).toBeInstanceOf(Error);
    expect(simulated.calls().at(-1)).toMatchObject({ model, status: 0, fault: "hang", billed: "no" });
  });
});

describe("on the wire", () => {
  const body = { model: "wire", stream: true, messages: [{ role: "system", content: "Task: probe\n".repeat(9) }] };
  const seen = async (fault: string) => {
    await control("POST", "/faults", { model: "wire", script: [fault] });
    return raw("/v1/chat/completions", body);
  };

  test("each way of hanging, resetting and cutting stops where its name says", async () => {
    expect(await seen("hang")).toEqual({ status: 0, text: "", end: "silent" });
    expect(await seen("hangAfterHeaders")).toEqual({ status: 200, text: "", end: "silent" });
    expect(await seen("hangAfterToken")).toMatchObject({
      status: 200,
      text: expect.stringContaining("{"),
      end: "silent",
    });
    expect(await seen("resetAtOnce")).toEqual({ status: 0, text: "", end: "broken" });
    expect(await seen("reset")).toMatchObject({ status: 200, text: expect.stringContaining("{"), end: "broken" });
    const cut = await seen("cut");
    expect(cut).toMatchObject({ status: 200, end: "whole" });
    expect(cut.text).not.toMatch(/finish_reason":"|DONE/);
    const billed = simulated
      .calls()
      .filter(({ model }) => model === "wire")
      .map((call) => [call.fault, call.billed]);
    expect(billed).toEqual([
      ["hang", "no"],
      ["hangAfterHeaders", "no"],
      ["hangAfterToken", "lost"],
      ["resetAtOnce", "no"],
      ["reset", "lost"],
      ["cut", "lost"],
    ]);
  });

  test("a failed status carries Retry-After where that is wanted", async () => {
    await control("POST", "/faults", { model: "wire", script: ["429", "429"], retryAfter: 7 });
    const post = () => fetch(`${simulated.url}/v1/chat/completions`, { method: "POST", body: JSON.stringify(body) });
    expect((await post()).headers.get("retry-after")).toBe("7");
    await control("POST", "/faults", { model: "wire", retryAfter: null });
    expect((await post()).headers.get("retry-after")).toBeNull();
  });

  test("a closed door refuses connections while the control address answers, and opens at the same port", async () => {
    await control("POST", "/faults", { mode: "refuse" });
    expect(at(await failureOf(knock()), "cause", "code")).toBe("ECONNREFUSED");
    expect(await control("GET", "/bill")).toHaveProperty("total");
    await control("POST", "/faults", { mode: null });
    expect((await raw("/v1/chat/completions", body)).end).toBe("whole");
    await control("POST", "/listen", { open: false });
    expect(at(await failureOf(knock()), "cause", "code")).toBe("ECONNREFUSED");
    await control("POST", "/listen", { open: true });
    expect((await raw("/v1/chat/completions", body)).end).toBe("whole");
  });
  const knock = () => fetch(simulated.url);

  test("what makes no sense is refused and changes nothing", async () => {
    const before = await control("GET", "/faults");
    for (const wrong of [
      { rates: { "600": 1 } },
      { rates: { "500": 0.7, cut: 0.7 } },
      { mode: "bad" },
      { script: [1] },
    ]) {
      await expect(control("POST", "/faults", wrong)).rejects.toThrow("400");
    }
    await expect(control("POST", "/faults", { model: "wire", mode: "refuse" })).rejects.toThrow("400");
    expect(await control("GET", "/faults")).toEqual(before);
  });
});

describe("faults by rate", () => {
  const statusesOf = async (seed: number, rates: Record<string, number>) => {
    const provider = await startSimulated({ seed, behaviour: { rates } });
    try {
      for (let call = 0; call < 60; call++) {
        const messages = [{ role: "user", content: `Task: probe\nNumber ${call % 30}` }];
        await fetch(`${provider.url}/v1/chat/completions`, {
          method: "POST",
          body: JSON.stringify({ model: "m", messages }),
        });
      }
      return provider.calls().map(({ fault }) => fault);
    } finally {
      await provider.close();
    }
  };

  test("are the same for the same seed, others for another, and about as many as said", async () => {
    const first = await statusesOf(1, { "500": 0.2, "429": 0.3 });
    expect(await statusesOf(1, { "500": 0.2, "429": 0.3 })).toEqual(first);
    expect(await statusesOf(2, { "500": 0.2, "429": 0.3 })).not.toEqual(first);
    const share = (fault: string | null) => first.filter((one) => one === fault).length / first.length;
    expect(share("500")).toBeGreaterThan(0.05);
    expect(share("429")).toBeGreaterThan(0.12);
    expect(share(null)).toBeGreaterThan(0.3);
    // The same prompt again may fare otherwise, or a retry could never help.
    expect(first.slice(0, 30)).not.toEqual(first.slice(30));
  });
});
