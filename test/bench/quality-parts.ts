import { estimateTokenCount } from "tokenx";
import type { JobSpec } from "../../worker/analysis/job.ts";
import { completeOptions } from "../../worker/analysis/options.ts";
import { extract } from "../../worker/analysis/reading/extract.ts";
import { readInParts } from "../../worker/analysis/reading/read-in-parts.ts";
import type { Ask } from "../../worker/engines/ask.ts";
import { askLocal } from "../../worker/engines/local/local.ts";
import { promptFor } from "../../worker/engines/prompts/prompt.ts";
import { readGold } from "./gold-data.ts";

export interface PartsRow {
  contextTokens: number;
  meetings: number;
  answered: number;
  questions: number;
  /** Of a whole prompt, system and schema included, and at the factor of the greediest tokenizer that is known of. */
  largestQuestion: number;
  largestAtWorst: number;
  overContext: number;
  /** Characters of the meetings, and those that stood in no question. */
  characters: number;
  charactersMissing: number;
  quotesVerified: string;
}

const file = "qmsum-24.jsonl";
const contexts = [4_096, 8_192, 16_384, 32_768];
const worstTokenizer = 1.47;

/** Reads long meetings with models of small contexts; the built-in engine answers in their place, what counts is what is sent. */
export async function partsQuality(directory: string): Promise<PartsRow[]> {
  const contents = readGold(directory, file, "topics");
  if (!contents) {
    console.log(`${file}: not there, skipped`);
    return [];
  }
  const meetings = contents.map(({ messages, language }, index) => ({
    id: `m${index}`,
    externalId: `m${index}`,
    language,
    messages,
  }));
  const rows: PartsRow[] = [];
  for (const contextTokens of contexts) {
    const row: PartsRow = {
      contextTokens,
      meetings: meetings.length,
      answered: 0,
      questions: 0,
      largestQuestion: 0,
      largestAtWorst: 0,
      overContext: 0,
      characters: 0,
      charactersMissing: 0,
      quotesVerified: "",
    };
    let [verified, quotes] = [0, 0];
    for (const meeting of meetings) {
      let shown = "";
      const ask: Ask = async (question, context) => {
        if (question.task !== "extract") throw new Error("asked something else");
        const prompt = promptFor(question);
        const texts = prompt.parts.map((part) => (part.type === "text" ? part.text : ""));
        const tokens = [prompt.system, JSON.stringify(prompt.reply.schema), ...texts].reduce(
          (sum, text) => sum + estimateTokenCount(text),
          0,
        );
        row.questions += 1;
        row.largestQuestion = Math.max(row.largestQuestion, tokens);
        row.largestAtWorst = Math.max(row.largestAtWorst, Math.round(tokens * worstTokenizer));
        if (tokens * worstTokenizer > contextTokens) row.overContext += 1;
        for (const { messages } of question.items) for (const { content } of messages) shown += content;
        return askLocal(question, context);
      };
      const spec = specOf(contextTokens);
      const answer = await readInParts(spec, [meeting], {}, (items) =>
        extract(spec, items, {}, ask, ask, (call) => `bench/${call}`),
      );
      if (answer.name !== "extract") continue;
      row.answered += answer.results.filter(({ status }) => status === "done").length;
      const said = meeting.messages.map(({ content }) => content).join("");
      row.characters += said.length;
      if (shown !== said) row.charactersMissing += Math.abs(said.length - shown.length) || 1;
      for (const { message, quote } of answer.results.flatMap(({ evidence }) => evidence)) {
        quotes += 1;
        if (meeting.messages[message]?.content.includes(quote)) verified += 1;
      }
    }
    rows.push({ ...row, quotesVerified: `${verified}/${quotes}` });
  }
  return rows;
}

function specOf(contextTokens: number): JobSpec {
  return {
    analysisId: "an_bench",
    organizationId: "org_bench",
    projectId: "prj_bench",
    datasetId: "ds_bench",
    templateId: "tpl_bench",
    name: "bench",
    model: "sim/small",
    facets: [
      { name: "topic", description: "What the meeting is mostly about", type: "label" },
      { name: "decided", description: "Was anything decided", type: "boolean" },
      { name: "subjects", description: "What was talked about", type: "list" },
    ],
    modules: { summary: true, sentiment: true, evidence: true, clusters: true, insights: true, quality: true },
    options: completeOptions({}, {}, {}),
    limits: { contextTokens, outputTokens: Math.min(2_000, contextTokens / 4), maxItems: 10 },
    startLabels: {},
    estimate: null,
    createdAt: 0,
  };
}
