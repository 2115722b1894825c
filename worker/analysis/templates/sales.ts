import { builtInTemplate } from "./built-in-template.ts";

export const sales = builtInTemplate({
  id: "tpl_sales",
  name: "Sales",
  description: "What buyers need, what holds them back, how near they are to buying and what comes next.",
  category: "sales",
  facets: [
    {
      name: "need",
      description: "What the client wants to achieve or get rid of: the request behind the talk, two to four words.",
      type: "label",
      examples: ["Cut reporting time", "Replace old system", "Family insurance"],
    },
    {
      name: "product",
      description: "The product, plan or service that is talked about, as the seller would name it.",
      type: "label",
      examples: ["Starter plan", "Fleet leasing", "On-site training"],
    },
    {
      name: "stage",
      description:
        "How far the sale has come by the end. first contact: who are you, what do you do; discovery: needs are found " +
        "out; demo: the product is shown or tried; negotiation: price and terms; closing: the buyer commits; after sale: " +
        "the buyer is a customer already.",
      type: "choice",
      choices: ["first contact", "discovery", "demo", "negotiation", "closing", "after sale"],
    },
    {
      name: "objection",
      description:
        "The main thing that speaks against buying, as the buyer says it; no objection where none is raised.",
      type: "choice",
      choices: ["price", "timing", "missing feature", "trust", "competitor", "someone else decides", "no objection"],
    },
    {
      name: "competitors",
      description: "Competitors and alternatives that are named, each as said.",
      type: "list",
      examples: ["Acme Cloud", "the spreadsheet we have"],
    },
    {
      name: "buyingIntent",
      description: "How ready the buyer is: 1 not interested, 3 interested but open, 5 wants to buy now.",
      type: "score",
      min: 1,
      max: 5,
    },
    {
      name: "outcome",
      description:
        "How it ended. won: the buyer commits; lost: the buyer declines or chose another; next step agreed: a meeting, " +
        "demo or offer is fixed; no decision: it stays open.",
      type: "choice",
      choices: ["won", "lost", "next step agreed", "no decision"],
    },
    {
      name: "nextStep",
      description: "What was agreed to happen next, by whom and when, in one sentence; null where nothing was.",
      type: "text",
      examples: ["The seller sends an offer for 40 seats by Friday."],
    },
    {
      name: "budget",
      description: "The budget or price that the buyer names, as a number; null where none is named.",
      type: "number",
      min: 0,
      examples: ["12000"],
    },
  ],
});
