import { builtInTemplate } from "./built-in-template.ts";

export const productFeedback = builtInTemplate({
  id: "tpl_product_feedback",
  name: "Product feedback",
  description: "What users praise, miss and run into, and how much it matters to them.",
  category: "product",
  facets: [
    {
      name: "theme",
      description: "What the feedback is about, two to four words, whether it is praise or blame.",
      type: "label",
      examples: ["Slow loading", "Export formats", "Onboarding"],
    },
    {
      name: "kind",
      description: "What kind of feedback it mainly is.",
      type: "choice",
      choices: ["bug", "feature request", "complaint", "praise", "question", "other"],
    },
    {
      name: "area",
      description: "The part of the product that it concerns, as its makers would name it.",
      type: "label",
      examples: ["Search", "Payments", "Mobile app"],
    },
    {
      name: "severity",
      description: "How much it gets in the user's way: 1 hardly, 3 slows work down, 5 makes the product unusable.",
      type: "score",
      min: 1,
      max: 5,
    },
    {
      name: "leaving",
      description: "Whether the user speaks of leaving, cancelling or changing to something else.",
      type: "boolean",
    },
    {
      name: "wish",
      description: "What the user asks to have changed or added, in one sentence; null where nothing is asked for.",
      type: "text",
      examples: ["Export should keep the filters that are set."],
    },
  ],
});
