import { expect } from "vitest";
import type { ContentItem } from "../../worker/contract/content.ts";
import type { Page } from "../../worker/contract/page.ts";
import type { Dataset } from "../../worker/contract/project.ts";
import { call, type Somebody } from "./client.ts";

export const facets = [{ name: "intent", description: "Why they write", type: "label" }];

/** Three contents as JSONL. */
export const lines = [1, 2, 3]
  .map((n) => JSON.stringify({ id: `c${n}`, messages: [{ role: "user", content: `Where is my refund number ${n}?` }] }))
  .join("\n");

/** What one person makes and looks at; fails where the answer is not the good one. */
export function makerOf(person: () => Somebody) {
  async function made<Thing>(path: string, body: unknown, who: Somebody = person()): Promise<Thing> {
    const answer = await call(path, { headers: who.bearer, body });
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json<Thing>();
  }

  async function shown<Thing>(path: string, who: Somebody = person()): Promise<Thing> {
    const answer = await call(path, { headers: who.bearer });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json<Thing>();
  }

  async function imported(dataset: Dataset): Promise<ContentItem[]> {
    const answer = await call(`/datasets/${dataset.id}/import?filename=a.jsonl`, {
      method: "POST",
      headers: { ...person().bearer, "content-type": "application/octet-stream" },
      body: lines,
    });
    expect(await answer.json()).toMatchObject({ imported: 3, duplicates: 0, rejectedCount: 0 });
    return (await shown<Page<ContentItem>>(`/datasets/${dataset.id}/content`)).items;
  }

  return { made, shown, imported };
}
