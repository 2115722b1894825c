import { builtInTemplate } from "./built-in-template.ts";

export const customerSupport = builtInTemplate({
  id: "tpl_customer_support",
  name: "Customer support",
  description: "Why customers write, what it is about, how urgent it is and how it ended.",
  category: "support",
  facets: [
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
      description: "What made the contact necessary, as far as the conversation shows: what to mend so that it stops.",
      type: "label",
      examples: ["Unclear invoice", "Late parcel", "App error"],
    },
  ],
});
