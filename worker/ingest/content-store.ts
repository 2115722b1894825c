import type { MeasuredContent } from "./measure.ts";

/** Where contents go. It decides what is new: identity needs to know what is there already. */
export interface ContentStore {
  save(contents: MeasuredContent[]): Promise<Saved>;
}

export interface Saved {
  imported: number;
  duplicates: number;
  /** Contents whose id was taken by another content. */
  renamed: { externalId: string; storedAs: string; at: string }[];
}
