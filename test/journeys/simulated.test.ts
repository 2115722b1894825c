import { describe, expect, test } from "vitest";
import { anotherProvider, billOfModel, callsOf, fault, listen, primary, secondary } from "./simulated.ts";

const probe = (url: string, model: string) =>
  fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": "an_1/t_1/0" },
    body: JSON.stringify({ model, messages: [{ role: "system", content: "Task: probe" }] }),
  });

describe("the simulated providers, from workerd", () => {
  test("answer at addresses of their own and bill apart", async () => {
    const answer = await (await probe(primary.url, "reached")).json();
    expect(answer).toMatchObject({ choices: [{ message: { content: '{"ok":true}' } }] });
    expect(await billOfModel(primary, "reached")).toMatchObject({ billed: { requests: 1, inputTokens: 3 } });
    expect(await billOfModel(secondary, "reached")).toMatchObject({ billed: { requests: 0, inputTokens: 0 } });
    expect(await callsOf(primary, "reached")).toMatchObject([{ task: "probe", key: "an_1/t_1/0", status: 200 }]);
  });

  test("fail as they are told to, one model and no other", async () => {
    await fault(secondary, { model: "failing", mode: "529", retryAfter: 3 });
    const answer = await probe(secondary.url, "failing");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([529, "3"]);
    expect((await probe(secondary.url, "serving")).status).toBe(200);
    await answer.body?.cancel();
  });

  test("one of one's own can refuse connections and take them again", async () => {
    const own = await anotherProvider();
    expect((await probe(own.url, "x")).status).toBe(200);
    await listen(own, { open: false });
    await expect(probe(own.url, "x")).rejects.toThrow();
    await listen(own, { open: true });
    expect((await probe(own.url, "x")).status).toBe(200);
    expect((await callsOf(own)).length).toBe(2);
  });
});
