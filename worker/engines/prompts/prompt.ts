import type { Question } from "../ask.ts";
import { auditNamesPrompt } from "./audit-names.ts";
import { embedPrompt } from "./embed.ts";
import { extractPrompt } from "./extract.ts";
import { groupClustersPrompt } from "./group-clusters.ts";
import { nameClustersPrompt } from "./name-clusters.ts";
import { probePrompt } from "./probe.ts";
import { reconcilePrompt } from "./reconcile.ts";
import { summarizePrompt } from "./summarize.ts";
import type { Prompt } from "./task-prompt.ts";

export type { Prompt } from "./task-prompt.ts";

/** A question in words. Pure: the same question always gives the same prompt. */
export function promptFor(question: Question): Prompt {
  switch (question.task) {
    case "extract":
      return extractPrompt(question);
    case "reconcile":
      return reconcilePrompt(question);
    case "name-clusters":
      return nameClustersPrompt(question);
    case "group-clusters":
      return groupClustersPrompt(question);
    case "audit-names":
      return auditNamesPrompt(question);
    case "summarize":
      return summarizePrompt(question);
    case "embed":
      return embedPrompt(question);
    case "probe":
      return probePrompt();
  }
}
