import type { Analysis } from "../../worker/contract/analysis.ts";
import type { Result } from "../../worker/contract/findings.ts";
import { call, type Somebody } from "./client.ts";

const wishes = [
  "I want a refund for the blue kettle, it arrived broken.",
  "Where is my parcel? The tracking has not moved for days.",
  "I cannot log in, the password reset mail never comes.",
  "Please cancel my subscription before the next payment.",
  "You charged my card twice for the same order.",
];

/** Conversations as JSONL: `count` of them about five different wishes. */
export function conversations(count: number, prefix = "c"): string {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      id: `${prefix}-${index}`,
      messages: [
        { role: "user", content: `Hello, this is customer number ${index}. ${wishes[index % wishes.length]}` },
        { role: "assistant", content: "I am sorry to hear that. Let me look into it for you." },
        {
          role: "user",
          content: index % 3 === 0 ? "Great, thank you, that solved it!" : "That does not help me at all.",
        },
      ],
    }),
  ).join("\n");
}

/** A dataset with contents, in a project of its own. */
export async function datasetOf(who: Somebody, jsonl: string): Promise<{ projectId: string; datasetId: string }> {
  const headers = who.bearer;
  const project = await (await call("/projects", { headers, body: { name: "P" } })).json<{ id: string }>();
  const made = await call(`/projects/${project.id}/datasets`, { headers, body: { name: "D" } });
  const dataset = await made.json<{ id: string }>();
  const imported = await importInto(who, dataset.id, jsonl);
  if (imported.status !== 200) throw new Error(`import: ${imported.status} ${await imported.text()}`);
  return { projectId: project.id, datasetId: dataset.id };
}

export function importInto(who: Somebody, datasetId: string, body: string): Promise<Response> {
  const headers = { ...who.bearer, "content-type": "application/octet-stream" };
  return call(`/datasets/${datasetId}/import?format=auto&filename=test.jsonl`, { method: "POST", headers, body });
}

export async function start(who: Somebody, body: Record<string, unknown>): Promise<Analysis> {
  const answer = await call("/analyses", {
    headers: who.bearer,
    body: { templateId: "tpl_customer_support", ...body },
  });
  if (answer.status !== 202) throw new Error(`start: ${answer.status} ${await answer.text()}`);
  return answer.json<Analysis>();
}

export async function show(who: Somebody, id: string): Promise<Analysis> {
  const answer = await call(`/analyses/${id}`, { headers: who.bearer });
  if (answer.status !== 200) throw new Error(`show: ${answer.status} ${await answer.text()}`);
  return answer.json<Analysis>();
}

/** Polls until the analysis is as wanted; fails when it ended otherwise. */
export async function until(who: Somebody, id: string, wanted: (analysis: Analysis) => boolean): Promise<Analysis> {
  for (let attempt = 0; attempt < 2_000; attempt++) {
    const analysis = await show(who, id);
    if (wanted(analysis)) return analysis;
    if (["completed", "failed", "cancelled"].includes(analysis.status)) {
      throw new Error(`it ended ${analysis.status} before it was as wanted: ${JSON.stringify(analysis.progress)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("it never came to be as wanted");
}

export const completed = (analysis: Analysis) => analysis.status === "completed";

/** Every result, page by page. */
export async function allResults(who: Somebody, id: string, query = ""): Promise<Result[]> {
  const results: Result[] = [];
  for (let cursor = ""; ; ) {
    const answer = await call(`/analyses/${id}/results?limit=200${cursor}${query}`, { headers: who.bearer });
    const page = await answer.json<{ items: Result[]; nextCursor: string | null }>();
    results.push(...page.items);
    if (page.nextCursor === null) return results;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}

/** Each content has exactly one result. */
export function externalIdsOf(results: Result[]): string[] {
  return results.map((result) => result.externalId).sort();
}

export function expectedIds(count: number, prefix = "c"): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`).sort();
}
