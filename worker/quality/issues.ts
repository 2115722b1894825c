import type { FixAction, Issue, IssueKind } from "../contract/quality.ts";

interface IssueWords {
  severity: Issue["severity"];
  title: string;
  explanation: string;
  fix: { action: FixAction; title: string } | null;
}

const leaveOut = (title: string): IssueWords["fix"] => ({ action: "leave-out", title });

/** What people are told about each kind, the gravest first. */
export const issueWords: Record<IssueKind, IssueWords> = {
  "nothing-to-read": {
    severity: "problem",
    title: "Nothing to read",
    explanation: "No letter stands in them, and no picture.",
    fix: leaveOut("Leave them out"),
  },
  "not-natural-language": {
    severity: "problem",
    title: "Not natural language",
    explanation: "Code, encoded data, tables, keys hit at random or one thing over and over.",
    fix: leaveOut("Leave them out"),
  },
  "exact-duplicate": {
    severity: "warning",
    title: "Exact duplicates",
    explanation: "They say letter for letter what an earlier content says.",
    fix: leaveOut("Keep the first of each"),
  },
  "near-duplicate": {
    severity: "warning",
    title: "Near duplicates",
    explanation: "They differ from an earlier content in a few words or signs.",
    fix: leaveOut("Keep the first of each"),
  },
  "very-short": {
    severity: "warning",
    title: "Hardly a word",
    explanation: "One or two words: there is little to find in them.",
    fix: leaveOut("Leave them out"),
  },
  "unknown-roles": {
    severity: "warning",
    title: "Unknown roles",
    explanation: "Two people speak, and it is not said which of them is the customer and which the agent.",
    fix: { action: "normalise-roles", title: "Who begins is the user, the other the assistant" },
  },
  "personal-data": {
    severity: "warning",
    title: "Personal data",
    explanation:
      "E-mail addresses, telephone, card, account and other numbers, addresses, by their form. Names are replaced too but not counted.",
    fix: { action: "redact", title: "Replace it before a model sees it" },
  },
  "broken-characters": {
    severity: "note",
    title: "Broken characters",
    explanation: "Such as Ã¶ for ö: decoded wrongly before it came here. It was imported as it is.",
    fix: { action: "mend-characters", title: "Read them as they were meant" },
  },
  "unknown-language": {
    severity: "note",
    title: "Language not told",
    explanation: "Too short or too mixed to say.",
    fix: null,
  },
  "mixed-languages": {
    severity: "note",
    title: "More than one language",
    explanation: "A good part is in a second language; the first counts as theirs.",
    fix: null,
  },
  "over-long": {
    severity: "note",
    title: "Very long",
    explanation:
      "A model with a small context reads them in parts, cut between messages; the answers are put together.",
    fix: null,
  },
};
