import type { Facet, Modules, Template } from "../contract/template.ts";

const allModules: Modules = {
  summary: true,
  sentiment: true,
  evidence: true,
  clusters: true,
  insights: true,
  quality: true,
};

/** The templates that everybody has. They cannot be changed, only copied, so that a name always means the same questions. */
export const builtInTemplates: Template[] = [
  builtIn(
    "tpl_general",
    "General",
    "What any collection of texts is about and how it is written. A good first look.",
    "general",
    [
      {
        name: "topic",
        description: "What the text is mainly about, as a reader would file it: two to four words, no names of people.",
        type: "label",
        examples: ["Travel planning", "Billing question", "Python debugging"],
      },
      {
        name: "purpose",
        description: "What the writer, or in a conversation the one who began it, wants to come of it.",
        type: "label",
        examples: ["Get an explanation", "Report a problem", "Have text written"],
      },
      {
        name: "style",
        description: "How the writer writes.",
        type: "choice",
        choices: ["formal", "neutral", "casual", "emotional"],
      },
      {
        name: "goalReached",
        description: "Whether, by the end, the writer has what was wanted. False where it stays open.",
        type: "boolean",
      },
    ],
  ),
  builtIn(
    "tpl_customer_support",
    "Customer support",
    "Why customers write, what it is about, how urgent it is and how it ended.",
    "support",
    [
      {
        name: "intent",
        description:
          "Why the customer made contact: the one request that the conversation exists for, two to four words.",
        type: "label",
        examples: ["Refund status", "Cancel subscription", "Cannot sign in"],
      },
      {
        name: "product",
        description: "The product, service or part of it that the request is about, as the company would name it.",
        type: "label",
        examples: ["Mobile app", "Delivery", "Credit card"],
      },
      {
        name: "outcome",
        description:
          "How it ended. resolved: the customer got what was asked for or says so; unresolved: it did not work out; " +
          "escalated: it was passed on to another person or team; abandoned: the customer stopped answering.",
        type: "choice",
        choices: ["resolved", "unresolved", "escalated", "abandoned"],
      },
      {
        name: "urgency",
        description:
          "How soon it must be dealt with: 1 can wait, 3 disturbs the customer's day, 5 money, safety or work is at stake now.",
        type: "score",
        min: 1,
        max: 5,
      },
      {
        name: "cause",
        description:
          "What made the contact necessary, as far as the conversation shows: what to mend so that it stops.",
        type: "label",
        examples: ["Unclear invoice", "Late parcel", "App error"],
      },
    ],
  ),
  builtIn(
    "tpl_product_feedback",
    "Product feedback",
    "What users praise, miss and run into, and how much it matters to them.",
    "product",
    [
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
    ],
  ),
  builtIn(
    "tpl_social_posts",
    "Social posts",
    "What posts are about, what they are for and what they ask of their readers.",
    "social",
    [
      {
        name: "topic",
        description: "What the post is about, two to four words.",
        type: "label",
        examples: ["Product launch", "Behind the scenes", "Recipe"],
      },
      {
        name: "purpose",
        description: "What the post is mainly for.",
        type: "choice",
        choices: ["inform", "promote", "entertain", "ask", "complain", "personal", "other"],
      },
      {
        name: "tone",
        description: "How the post sounds, in one or two words.",
        type: "label",
        examples: ["Playful", "Urgent", "Matter-of-fact"],
      },
      {
        name: "callToAction",
        description: "Whether the post asks its readers to do something: buy, follow, answer, share.",
        type: "boolean",
      },
      {
        name: "mentions",
        description: "Brands, products and places named in the post, each as written there.",
        type: "list",
      },
    ],
  ),
];

/** What an analysis uses where neither it nor its project names a template. */
export const defaultTemplateId = "tpl_general";

function builtIn(id: string, name: string, description: string, category: string, facets: Facet[]): Template {
  return {
    id,
    name,
    description,
    category,
    facets,
    modules: allModules,
    prompts: {},
    builtIn: true,
    createdAt: null,
  };
}
