import type { Analysis } from "../worker/contract/analysis.ts";
import type { Result } from "../worker/contract/findings.ts";
import type { Watch } from "./live.ts";

/** What each tab is handed. */
export interface TabProps {
  analysis: Analysis;
  watch: Watch;
  /** Tells the drawer which contents stand beneath it, and what is known of them. */
  onList: (list: PeekList) => void;
}

export interface PeekList {
  ids: string[];
  results: Map<string, Result>;
}
