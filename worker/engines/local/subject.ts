import type { Action } from "./actions.ts";

/**
 * Something that people turn to a support desk, an assistant or an office about. General knowledge, written by hand;
 * each subject lists the actions that it tells apart, everything else is its plain `label`.
 */
export interface Subject {
  id: string;
  /** What it is called inside a label: "Hotel". */
  noun: string;
  /** The label where no listed action is heard. */
  label: string;
  /** Actions told apart; a string replaces the template of actions.ts. */
  actions: Partial<Record<Action, string | true>>;
  /** Lexicon entries, see lexicon.ts. */
  words: string;
  /** How telling the words are: 1 ordinary, below for words that turn up in talk about something else, above for rare ones. */
  weight?: number;
}
