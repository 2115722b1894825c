/**
 * Placeholders in the own words of a template: `{{facets}}`. They stand for what is the same in every call of a job, so
 * that a provider's prompt cache still hits. None is required, since own words only add to a prompt: task line, rules,
 * facets, labels and items stand in it at their fixed places whatever the template says, and so have no placeholder.
 */

/** What own words may be added to: the tasks of a job, by their names in the contract. */
export const promptTasks = ["extract", "reconcile", "name-clusters", "summarize"] as const;
export type PromptTask = (typeof promptTasks)[number];

/** Where own words stand: with a task, or with a facet (its `prompt`). */
export type PromptPlace = PromptTask | "facet";

export interface Placeholder {
  name: string;
  /** `{{choices:outcome}}`: a facet must be named. */
  ofFacet: boolean;
  description: string;
  places: readonly PromptPlace[];
}

const everywhere: readonly PromptPlace[] = [...promptTasks, "facet"];

export const placeholders: readonly Placeholder[] = [
  { name: "template", ofFacet: false, description: "the name of the template", places: everywhere },
  { name: "dataset", ofFacet: false, description: "the name of the dataset that is analysed", places: everywhere },
  { name: "facets", ofFacet: false, description: "the names of all facets, with commas between", places: everywhere },
  {
    name: "facet",
    ofFacet: false,
    description: "the name of the facet in hand: the one whose labels are reconciled, or whose prompt this is",
    places: ["reconcile", "facet"],
  },
  { name: "description", ofFacet: true, description: "the description of a facet", places: everywhere },
  { name: "choices", ofFacet: true, description: "the choices of a facet", places: everywhere },
  { name: "examples", ofFacet: true, description: "the examples of a facet", places: everywhere },
];

/** What people will look for and not find, with the reason. */
const standsAnyway: Record<string, string> = {
  items: "the items stand in every prompt already, fenced and last",
  item: "the items stand in every prompt already, fenced and last",
  content: "the contents stand in every prompt already, fenced and last",
  messages: "the messages stand in every prompt already, fenced and last",
  text: "the contents stand in every prompt already, fenced and last",
  labels: "the known labels stand in every prompt already, and change from call to call",
  schema: "the shape of the reply is asked for by the provider's own mechanism",
  task: "the task stands in the first line of every prompt already",
};

/** A facet as far as placeholders speak of it. */
export interface NamedFacet {
  name: string;
  description: string;
  choices?: string[] | undefined;
  examples?: string[] | undefined;
}

/** One `{{…}}`; a backslash before it makes it plain text. */
const pattern = /\\?\{\{([^{}]*)\}\}/g;

/** What is wrong with own words, each fault with the name that was probably meant. */
export function placeholderFaults(text: string, place: PromptPlace, facets: readonly NamedFacet[]): string[] {
  const faults: string[] = [];
  for (const [whole, inside = ""] of text.matchAll(pattern)) {
    if (whole.startsWith("\\")) continue;
    const fault = faultOf(inside, place, facets);
    if (fault !== null) faults.push(`${whole}: ${fault}`);
  }
  const rest = text.replace(pattern, "");
  if (/(?<!\\)\{\{/.test(rest)) faults.push("{{ is opened and not closed; write \\{{ for the signs themselves");
  return [...new Set(faults)];
}

function faultOf(inside: string, place: PromptPlace, facets: readonly NamedFacet[]): string | null {
  const [name = "", facet] = parts(inside);
  const found = placeholders.find((one) => one.name === name);
  const here = placeholders.filter(({ places }) => places.includes(place));
  if (!found) {
    const reason = Object.hasOwn(standsAnyway, name) ? standsAnyway[name] : undefined;
    if (reason !== undefined) return `there is no such placeholder, since ${reason}`;
    const near = nearest(
      name,
      here.map((one) => one.name),
    );
    const names = here.map((one) => written(one.name, one.ofFacet ? "FACET" : null)).join(", ");
    return `there is no such placeholder. ${near === null ? `Those here are ${names}` : `Did you mean {{${near}}}?`}`;
  }
  if (!found.places.includes(place)) return `it stands only in ${found.places.map(placeWords).join(" and ")}`;
  if (!found.ofFacet) return facet === undefined ? null : `it takes no name; write {{${name}}}`;
  if (facet === undefined || facet === "") return `name the facet: ${written(name, facets[0]?.name ?? "FACET")}`;
  const named = facets.find((one) => one.name === facet);
  if (!named) {
    const near = nearest(
      facet,
      facets.map((one) => one.name),
    );
    return `there is no facet “${facet}”. ${near === null ? `There are ${facets.map((one) => one.name).join(", ")}` : `Did you mean ${written(name, near)}?`}`;
  }
  if (name === "choices" && !named.choices?.length) return `the facet ${facet} has no choices`;
  if (name === "examples" && !named.examples?.length) return `the facet ${facet} has no examples`;
  return null;
}

/** The words with every placeholder filled in. One that is unknown stays as it stands: nothing is lost without a word. */
export function fillPlaceholders(
  text: string,
  values: { template: string; dataset: string; facets: readonly NamedFacet[]; facet?: string | undefined },
): string {
  return text.replace(pattern, (whole, inside: string) => {
    if (whole.startsWith("\\")) return whole.slice(1);
    const [name = "", of] = parts(inside);
    if (name === "template") return values.template;
    if (name === "dataset") return values.dataset;
    if (name === "facets") return values.facets.map((one) => one.name).join(", ");
    if (name === "facet") return values.facet ?? whole;
    const facet = values.facets.find((one) => one.name === of);
    if (name === "description") return facet?.description ?? whole;
    if (name === "choices") return facet?.choices?.join(", ") ?? whole;
    if (name === "examples") return facet?.examples?.join(", ") ?? whole;
    return whole;
  });
}

function parts(inside: string): string[] {
  const colon = inside.indexOf(":");
  return colon < 0 ? [inside.trim()] : [inside.slice(0, colon).trim(), inside.slice(colon + 1).trim()];
}

function written(name: string, facet: string | null): string {
  return facet === null ? `{{${name}}}` : `{{${name}:${facet}}}`;
}

function placeWords(place: PromptPlace): string {
  return place === "facet" ? "the prompt of a facet" : `the prompt of ${place}`;
}

/** The most alike of some names, if any is alike at all. */
export function nearest(name: string, names: readonly string[]): string | null {
  let best: { name: string; distance: number } | null = null;
  for (const candidate of names) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (!best || distance < best.distance) best = { name: candidate, distance };
  }
  return best && best.distance <= Math.max(2, Math.floor(name.length / 3)) ? best.name : null;
}

/** Levenshtein; names are short, and longer ones are alike to none. */
function editDistance(a: string, b: string): number {
  if (a.length > 60 || b.length > 60) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
