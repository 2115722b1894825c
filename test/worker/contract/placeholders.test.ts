import { describe, expect, it } from "vitest";
import { filledTemplate } from "../../../worker/analysis/filled-template.ts";
import { type NamedFacet, placeholderFaults } from "../../../worker/contract/placeholders.ts";
import { templateInputSchema } from "../../../worker/contract/template.ts";

const facets: NamedFacet[] = [
  { name: "intent", description: "Why they write", examples: ["Refund", "Delivery"] },
  { name: "outcome", description: "How it ended", choices: ["resolved", "open"] },
];

describe("placeholders in a template's own words", () => {
  it.each([
    ["{{facets}} and {{template}} of {{dataset}}", "extract"],
    ["{{ choices:outcome }}, {{examples: intent}}, {{description:intent}}", "extract"],
    ["{{facet}} alone", "reconcile"],
    ["{{facet}} in a facet's own prompt", "facet"],
    ["the signs \\{{items}} themselves, and { one } { brace }", "extract"],
  ] as const)("%s is taken", (words, place) => {
    expect(placeholderFaults(words, place, facets)).toEqual([]);
  });

  it.each([
    ["{{facet}}", "extract", "it stands only in the prompt of reconcile and the prompt of a facet"],
    ["{{facetz}}", "summarize", "Did you mean {{facets}}?"],
    ["{{choises:outcome}}", "extract", "Did you mean {{choices}}?"],
    ["{{choices:outcme}}", "extract", "Did you mean {{choices:outcome}}?"],
    ["{{choices}}", "extract", "name the facet: {{choices:intent}}"],
    ["{{choices:intent}}", "extract", "the facet intent has no choices"],
    ["{{examples:outcome}}", "extract", "the facet outcome has no examples"],
    ["{{items}}", "extract", "the items stand in every prompt already"],
    ["{{labels}}", "extract", "the known labels stand in every prompt already"],
    ["{{constructor}}", "extract", "there is no such placeholder. Those here are {{template}}"],
    ["{{}}", "extract", "there is no such placeholder"],
    ["{{facets", "extract", "opened and not closed"],
    ["{{facets:intent}}", "extract", "it takes no name; write {{facets}}"],
  ] as const)("%s in %s is refused with what was meant", (words, place, said) => {
    expect(placeholderFaults(`Mind ${words} here`, place, facets).join()).toContain(said);
  });

  it("are filled in when a job begins, those of a facet with its own name, and nothing is filled in twice", () => {
    const { prompts, facets: filled } = filledTemplate(
      {
        name: "Shop {{facets}}",
        facets: [{ name: "intent", description: "d", type: "label", prompt: "For {{facet}} of {{dataset}}" }],
        prompts: {
          extract: "{{template}}: {{facets}} \\{{facets}}",
          reconcile: "Of {{facet}} keep {{description:intent}}",
        },
      },
      "{{template}}",
    );
    expect(prompts.extract).toBe("Shop {{facets}}: intent {{facets}}");
    expect(prompts.reconcile).toBe("Of {{facet}} keep d");
    expect(filled[0]?.prompt).toBe("For intent of {{template}}");
  });
});

describe("a template that does not fit", () => {
  const facet = { name: "intent", description: "d", type: "label" };
  const json = (text: string): unknown => JSON.parse(text);
  it.each([
    ["two facets of one name", { facets: [facet, facet] }, "facets.1.name", "“intent” is the name of facet 1 already"],
    [
      "a facet called __proto__",
      { facets: [{ ...facet, name: "__proto__" }] },
      "facets.0.name",
      "a small letter, then",
    ],
    ["a facet called constructor", { facets: [{ ...facet, name: "constructor" }] }, "facets.0.name", "reserved"],
    ["a score from 5 to 1", { facets: [{ ...facet, type: "score", min: 5, max: 1 }] }, "facets.0.max", "above min"],
    ["a choice without choices", { facets: [{ ...facet, type: "choice" }] }, "facets.0.choices", "at least two"],
    [
      "an empty choice",
      { facets: [{ ...facet, type: "choice", choices: ["a", " "] }] },
      "facets.0.choices.1",
      "a choice is empty",
    ],
    [
      "choices that differ in case only",
      { facets: [{ ...facet, type: "choice", choices: ["a", "A"] }] },
      "facets.0.choices",
      "choices must differ",
    ],
    [
      "choices of a score",
      { facets: [{ ...facet, type: "score", choices: ["a"] }] },
      "facets.0.choices",
      "takes no choices",
    ],
    ["limits of a label", { facets: [{ ...facet, max: 3 }] }, "facets.0.max", "a label facet takes no max"],
    ["no facets", { facets: [] }, "facets", "at least one facet"],
    ["an unknown task", { facets: [facet], prompts: { extrakt: "x" } }, "prompts.extrakt", "Did you mean extract?"],
    [
      "an unknown placeholder in a facet",
      { facets: [{ ...facet, prompt: "{{facetts}}" }] },
      "facets.0.prompt",
      "Did you mean {{facets}}?",
    ],
  ])("is refused where it is wrong: %s", (_, body, path, said) => {
    const { error } = templateInputSchema.safeParse({ name: "t", ...body });
    const issue = error?.issues.find((one) => one.path.join(".") === path);
    expect(issue?.message).toContain(said);
  });

  it("keys that would reach an object's own are no prompts", () => {
    const body = json(
      '{"name":"t","facets":[{"name":"a","description":"","type":"label"}],"prompts":{"__proto__":"x"}}',
    );
    const { success, data } = templateInputSchema.safeParse(body);
    expect(success ? Object.keys(data.prompts) : []).toEqual([]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});
