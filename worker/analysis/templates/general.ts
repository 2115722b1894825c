import { builtInTemplate } from "./built-in-template.ts";

export const general = builtInTemplate({
  id: "tpl_general",
  name: "General",
  description: "What any collection of texts is about and how it is written. A good first look.",
  category: "general",
  facets: [
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
});
