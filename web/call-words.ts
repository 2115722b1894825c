/** How a call ended, in words; the API names the kind alone. */
const outcomes: Record<string, string> = {
  ok: "Answered",
  rate_limited: "Over the rate limit",
  overloaded: "Overloaded",
  timeout: "No answer in time",
  connection: "Not reached",
  server: "Failed on its side",
  cut_short: "Cut off in the middle",
  bad_output: "Not the JSON asked for",
  auth: "Key refused",
  no_credit: "No credit left",
  model_gone: "Model gone",
  context_too_long: "Too long to read at once",
  content_refused: "Content refused",
  bad_request: "Request refused",
  misconfigured: "Address can't be asked",
};

/** What a call or a batch is for; the API names the task alone. */
const tasks: Record<string, string> = {
  extract: "Reading",
  reconcile: "Merging labels",
  embed: "Making vectors",
  cluster: "Clustering",
  "name-clusters": "Naming clusters",
  "group-clusters": "Grouping clusters",
  "audit-names": "Checking names",
  insights: "Insights",
  summarize: "Summing up",
};

export const taskWords = (task: string): string => new Map(Object.entries(tasks)).get(task) ?? task;

export const failureKinds = Object.keys(outcomes).filter((kind) => kind !== "ok");

/** A kind that this page does not know yet is said as it is. */
export function outcomeWords(outcome: string): string {
  const known = new Map(Object.entries(outcomes)).get(outcome);
  if (known !== undefined) return known;
  const words = outcome.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
