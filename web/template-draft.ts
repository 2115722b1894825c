import type { Facet, Modules, Template, TemplateInput } from "../worker/contract/template.ts";

/** A facet while it is written: everything as it is typed. Lists are one entry a line. */
export interface FacetDraft {
  /** Stays with the facet while it moves. */
  key: number;
  name: string;
  description: string;
  type: Facet["type"];
  choices: string;
  min: string;
  max: string;
  examples: string;
  prompt: string;
}

export interface TemplateDraft {
  name: string;
  description: string;
  category: string;
  facets: FacetDraft[];
  modules: Modules;
  prompts: Record<string, string>;
}

export const facetTypes: { type: Facet["type"]; word: string; help: string }[] = [
  { type: "label", word: "Label", help: "Open words, found in the contents and kept the same across all of them" },
  { type: "choice", word: "Choice", help: "One of a closed list" },
  { type: "score", word: "Score", help: "A place on a scale" },
  { type: "boolean", word: "Yes or no", help: "True or false" },
  { type: "number", word: "Number", help: "A number, or nothing where the content does not say" },
  { type: "text", word: "Text", help: "A short text, or nothing where the content does not say" },
  { type: "list", word: "List", help: "Several entries, open or out of a closed list" },
];

export const moduleWords: { name: keyof Modules; word: string; help: string }[] = [
  { name: "summary", word: "Summary", help: "One or two sentences for each content" },
  { name: "sentiment", word: "Sentiment", help: "How the writer feels about it" },
  { name: "evidence", word: "Evidence", help: "Quotes that bear a value out, looked up word for word" },
  { name: "clusters", word: "Clusters", help: "Contents grouped by meaning, with names" },
  { name: "insights", word: "Insights", help: "A headline and findings when all is read" },
  { name: "quality", word: "Data quality", help: "How sound the imported data are; asks no model" },
];

export const promptTasks: { task: string; word: string; help: string }[] = [
  { task: "extract", word: "Reading", help: "Added wherever contents are read" },
  { task: "reconcile", word: "Merging labels", help: "Added where labels that mean the same are put together" },
  { task: "name-clusters", word: "Naming clusters", help: "Added where clusters get their names" },
  { task: "summarize", word: "Summing up", help: "Added where the headline and the insights are written" },
];

export const takesChoices = (type: Facet["type"]): boolean => type === "choice" || type === "list";
export const takesLimits = (type: Facet["type"]): boolean => type === "score" || type === "number";

const allOn: Modules = {
  summary: true,
  sentiment: true,
  evidence: true,
  clusters: true,
  insights: true,
  quality: true,
};

/** A new one, with one facet to begin with. */
export function emptyDraft(): TemplateDraft {
  return { name: "", description: "", category: "", facets: [emptyFacet([])], modules: allOn, prompts: {} };
}

export function emptyFacet(beside: FacetDraft[]): FacetDraft {
  const key = nextKey(beside);
  return { key, name: "", description: "", type: "label", choices: "", min: "", max: "", examples: "", prompt: "" };
}

function nextKey(facets: FacetDraft[]): number {
  return facets.reduce((most, { key }) => Math.max(most, key), 0) + 1;
}

export function draftOf(template: Omit<Template, "id" | "builtIn" | "createdAt">): TemplateDraft {
  const { name, description, category, facets, modules, prompts } = template;
  return {
    name,
    description,
    category: category ?? "",
    facets: facets.map((facet, index) => ({
      key: index + 1,
      name: facet.name,
      description: facet.description,
      type: facet.type,
      choices: (facet.choices ?? []).join("\n"),
      min: facet.min === undefined ? "" : String(facet.min),
      max: facet.max === undefined ? "" : String(facet.max),
      examples: (facet.examples ?? []).join("\n"),
      prompt: facet.prompt ?? "",
    })),
    modules,
    prompts,
  };
}

/** What is sent: of each facet only what its type takes, and own words only where there are some. */
export function inputOf(draft: TemplateDraft): TemplateInput {
  const category = draft.category.trim();
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    ...(category === "" ? {} : { category }),
    facets: draft.facets.map(facetOf),
    modules: draft.modules,
    prompts: Object.fromEntries(Object.entries(draft.prompts).filter(([, words]) => words.trim() !== "")),
  };
}

function facetOf({ name, description, type, choices, min, max, examples, prompt }: FacetDraft): Facet {
  const options = lines(choices);
  const shown = lines(examples);
  const [least, most] = [numberIn(min), numberIn(max)];
  return {
    name: name.trim(),
    description: description.trim(),
    type,
    ...(takesChoices(type) && options.length > 0 ? { choices: options } : {}),
    ...(takesLimits(type) && least !== null ? { min: least } : {}),
    ...(takesLimits(type) && most !== null ? { max: most } : {}),
    ...(shown.length > 0 ? { examples: shown } : {}),
    ...(prompt.trim() === "" ? {} : { prompt }),
  };
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Null for nothing typed; what is no number becomes NaN, which is refused. */
function numberIn(text: string): number | null {
  return text.trim() === "" ? null : Number(text.trim().replace(",", "."));
}

/** How the server's check says that a text is missing. */
const nothing = "Too small: expected string";

/** Every fault by the path of its field: what the page sees itself, then what the server said of the draft as sent. */
export function faultsByPath(
  draft: TemplateDraft,
  said: readonly { path: string; message: string }[],
): Map<string, string> {
  const faults = new Map<string, string>();
  draft.facets.forEach(({ type, min, max }, index) => {
    if (!takesLimits(type)) return;
    for (const [name, text] of Object.entries({ min, max }))
      if (Number.isNaN(numberIn(text))) faults.set(`facets.${index}.${name}`, "this is no number");
  });
  for (const { path, message } of said) {
    // The draft stands under `template` where it is only tried; one choice or example has no field of its own.
    const place = path.replace(/^template\./, "").replace(/^(facets\.\d+\.(?:choices|examples))\.(\d+)$/, "$1");
    if (!faults.has(place)) faults.set(place, message.startsWith(nothing) ? "something must stand here" : message);
  }
  return faults;
}

/** A facet one place up or down. */
export function moved(facets: FacetDraft[], from: number, by: -1 | 1): FacetDraft[] {
  const to = from + by;
  const [facet, other] = [facets[from], facets[to]];
  if (facet === undefined || other === undefined) return facets;
  return facets.map((one, index) => (index === from ? other : index === to ? facet : one));
}

/** The same facet once more behind itself, under a name of its own. */
export function doubled(facets: FacetDraft[], at: number): FacetDraft[] {
  const facet = facets[at];
  if (facet === undefined) return facets;
  const copy = { ...facet, key: nextKey(facets), name: freeName(facet.name, facets) };
  return [...facets.slice(0, at + 1), copy, ...facets.slice(at + 1)];
}

function freeName(name: string, facets: FacetDraft[]): string {
  const taken = new Set(facets.map((facet) => facet.name));
  const stem = name.replace(/\d+$/, "").slice(0, 36);
  for (let number = 2; ; number++) if (!taken.has(`${stem}${number}`)) return `${stem}${number}`;
}

/** Have two drafts the same to say? */
export function sameDraft(a: TemplateDraft, b: TemplateDraft): boolean {
  return JSON.stringify(inputOf(a)) === JSON.stringify(inputOf(b));
}
