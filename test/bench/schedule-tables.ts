import type { Agreement, Measured } from "./schedule-words.ts";
import { halfAndMost } from "./speed-figures.ts";

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** Goals: shares of the ideal schedule by streams, and how much faster than one stream at eight. */
const goals = { ideal: { 8: 0.9, 64: 0.8 } as Record<number, number>, classification: 6, whole: 0.6 };

/** @param one the same with one stream, if it was measured */
export function printJobs(rows: readonly Measured[], one: Measured | undefined): void {
  console.table(
    rows.map((row) => {
      const share = row.ideal.drawnMs / row.tookMs;
      const goal = row.who === "Parallax" ? goals.ideal[row.streams] : undefined;
      return {
        who: row.sync ? `${row.streams} streams, ${row.sync}` : row.who,
        "took s": seconds(row.tookMs),
        "ideal s": seconds(row.ideal.drawnMs),
        "of ideal": share.toFixed(3) + (goal ? (share >= goal ? ` met ${goal}` : ` MISSED ${goal}`) : ""),
        chain: row.ideal.chain,
        "chain at mean s": seconds(row.ideal.chainMs),
        "platform ms a call": row.platform ? halfAndMost(row.platform) : "",
        "first result s": row.firstPartialMs === null ? "" : seconds(row.firstPartialMs),
        "calls a content": (row.calls / row.contents).toFixed(3),
        "tokens a content": (row.inputTokens / row.contents).toFixed(0),
        ...againstOne(row, one),
      };
    }),
  );
}

function againstOne(row: Measured, one: Measured | undefined): Record<string, string> {
  if (!one || row === one || row.sync === null) return { "less than 1 stream": "", "its classification": "" };
  const less = 1 - row.tookMs / one.tookMs;
  const faster = (one.classificationMs ?? 0) / (row.classificationMs ?? 1);
  const said = (met: boolean) => (row.streams === 8 ? (met ? " met" : " MISSED") : "");
  return {
    "less than 1 stream": percent(less) + said(less >= goals.whole),
    "its classification": `${faster.toFixed(1)}×${said(faster >= goals.classification)}`,
  };
}

/** Where the time beyond the ideal went, in seconds by step. */
export function printLosses(rows: readonly Measured[]): void {
  console.table(
    rows.map((row) => {
      const byPhase = Map.groupBy(row.losses, ({ step }) => step.split(" ")[0] ?? "");
      const cells = [...byPhase].map(([phase, steps]) => {
        return [phase, seconds(steps.reduce((sum, { tookMs, idealMs }) => sum + tookMs - idealMs, 0))];
      });
      const late = `${row.providerLateMs.p50.toFixed(0)} / ${row.providerLateMs.p99.toFixed(0)}`;
      const who = `${row.streams} streams, ${row.sync}`;
      return { who, ...Object.fromEntries(cells), "provider late ms": late, "calls made again": row.madeAgain };
    }),
  );
}

export function printAgreements(agreements: readonly Agreement[], rows: readonly Measured[]): void {
  console.table(
    agreements.map(({ who, labels, classes, accuracy, ari, sameLabel }, index) => {
      const row = rows[index];
      return {
        who,
        "took s": row ? seconds(row.tookMs) : "",
        "tokens a content": row ? (row.inputTokens / row.contents).toFixed(0) : "",
        "labels / classes": `${labels} / ${classes}`,
        "same class, same label": percent(sameLabel),
        ACC: accuracy.toFixed(3),
        ARI: ari.toFixed(3),
      };
    }),
  );
}
