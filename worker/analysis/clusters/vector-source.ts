import type { Rows } from "../../clustering/dense.ts";
import { embeddedVectors } from "../../clustering/embedded-vectors.ts";
import { heldTexts, learntFrom, textVectors } from "../../clustering/text-vectors.ts";
import { unpackVector } from "../../engines/pack-vector.ts";
import { clusteredFacets, type JobSpec } from "../job.ts";
import { describeResult, type JobData, type ReadResult } from "../job-data.ts";
import { vectorTexts } from "./vector-texts.ts";

/** Where the vectors of a job's contents come from: told of all results, it makes a row of each. */
export interface VectorSource {
  add(results: ReadResult[]): Promise<void>;
  rows(seed: number, pause: () => Promise<void>): Promise<Rows>;
}

/** Those of a model may not all be there. */
export interface ModelVectors extends VectorSource {
  /** Results with something to make a vector of, and those of them that have one. */
  readonly wanted: number;
  readonly found: number;
}

/** The built-in ones, made of all texts together. So many that they can't be held are read again where they are needed. */
export function builtInVectors({ facets }: JobSpec, data: Pick<JobData, "resultsOf">): VectorSource {
  const first = clusteredFacets(facets);
  const ids: string[] = [];
  let held: string[] | null = [];
  return {
    async add(results) {
      for (const { contentId } of results) ids.push(contentId);
      if (ids.length > learntFrom) held = null;
      for (const result of results) held?.push(describeResult(result, first));
    },
    rows(seed, pause) {
      if (held !== null) return textVectors(heldTexts(held), seed, pause);
      const read = async (indexes: number[]) => {
        const wanted = indexes.map((index) => ids[index] ?? "");
        const found = new Map((await data.resultsOf(wanted)).map((one) => [one.contentId, one]));
        return wanted.map((id) => {
          const one = found.get(id);
          return one === undefined ? "" : describeResult(one, first);
        });
      };
      return textVectors({ count: ids.length, read }, seed, pause);
    },
  };
}

/** Those that a model was asked for, as they were kept. */
export async function modelVectors(spec: JobSpec, data: JobData): Promise<ModelVectors> {
  const textsOf = await vectorTexts(spec);
  /** By the place of the content; null where there is nothing to make a vector of. */
  const keys: (string | null)[] = [];
  let wanted = 0;
  /** By how long they are: a server may have changed its model under the same name, and vectors of two can't be compared. */
  const sizes = new Map<number, number>();
  return {
    async add(results) {
      const keyOf = new Map((await textsOf(results)).map(({ contentId, key }) => [contentId, key]));
      const there = await data.vectors.known([...keyOf.values()]);
      for (const { contentId } of results) {
        const key = keyOf.get(contentId) ?? null;
        keys.push(key);
        if (key === null) continue;
        wanted += 1;
        const size = there.get(key);
        if (size !== undefined) sizes.set(size, (sizes.get(size) ?? 0) + 1);
      }
    },
    rows(seed, pause) {
      const read = async (indexes: number[]) => {
        const some = indexes.map((index) => keys[index] ?? null);
        const kept = await data.vectors.read(some.filter((key) => key !== null));
        return some.map((key) => {
          const packed = key === null ? undefined : kept.get(key);
          return packed === undefined ? null : unpackVector(packed);
        });
      };
      return embeddedVectors({ count: keys.length, read }, seed, pause);
    },
    get wanted() {
      return wanted;
    },
    get found() {
      return Math.max(0, ...sizes.values());
    },
  };
}
