import { describe, expect, it } from "vitest";
import { unprovenNumbers } from "../../../../worker/analysis/insights/check-numbers.ts";
import { countInsights } from "../../../../worker/analysis/insights/count-insights.ts";
import { earlyInsights } from "../../../../worker/analysis/insights/insights.ts";
import { tailChance } from "../../../../worker/analysis/insights/tail-chance.ts";
import type { JobData, Pair, Tally, TallyKey } from "../../../../worker/analysis/job-data.ts";
import type { SummarizeQuestion } from "../../../../worker/engines/ask.ts";
import { summarize as localSummary } from "../../../../worker/engines/local/summarize.ts";

const day = 86_400_000;
const facets = [
  { name: "intent", description: "", type: "label" as const },
  { name: "resolved", description: "", type: "boolean" as const },
];
const row = (value: string, earlier: number, later: number): Tally => ({
  value,
  count: earlier + later,
  earlier,
  later,
});

function counting(tallies: Record<string, Tally[]>, pairs: Pair[] = [], days = 20) {
  const asked: { values: unknown; since: number | null }[] = [];
  const [rows = []] = Object.values(tallies);
  const data: Pick<JobData, "span" | "tally" | "pairs" | "having"> = {
    span: async () => ({ answered: rows.reduce((sum, { count }) => sum + count, 0), first: 0, last: days * day }),
    tally: async (key) => tallies[key.by === "facet" ? key.facet : key.by] ?? [],
    pairs: async (_, b) => (b.by === "facet" ? pairs : []),
    having: async (values, since) => {
      asked.push({ values, since });
      return ["con_1"];
    },
  };
  return { data, asked };
}

describe("what the counts show", () => {
  it("says what rises, with the numbers of both halves, the contents and the filter that gives them", async () => {
    const { data, asked } = counting({ intent: [row("refund", 100, 90), row("login", 10, 40), row("other", 90, 70)] });
    const insights = await countInsights(facets, data);
    const rising = insights.filter(({ kind }) => kind === "rising");
    expect(rising.map(({ title }) => title)).toEqual(["Intent “login” rises"]);
    expect(rising[0]).toMatchObject({
      detail: "40 of 200 contents (20%) since 1970-01-11, 10 of 200 (5%) before.",
      filter: { facet: "intent", value: "login", from: "1970-01-11" },
      contentIds: ["con_1"],
    });
    expect(asked.at(-1)).toMatchObject({ since: 10 * day });
  });

  it.each([
    ["a handful", [row("refund", 100, 100), row("login", 0, 5)], 20],
    ["what everything does", [row("refund", 50, 150), row("login", 10, 30)], 20],
    ["what chance does", [row("refund", 100, 100), row("login", 8, 13)], 20],
    ["what happened in one day", [row("refund", 100, 60), row("login", 10, 40)], 1],
    ["half with next to no contents", [row("refund", 2, 100), row("login", 0, 90)], 20],
  ])("does not let %s rise", async (_, tally, days) => {
    const insights = await countInsights(facets, counting({ intent: tally }, [], days).data);
    expect(insights.filter(({ kind }) => kind === "rising")).toEqual([]);
  });

  it("says what meets more often than it would by chance, and nothing of what does not", async () => {
    const tallies = {
      intent: [row("refund", 50, 50), row("login", 50, 50)],
      resolved: [row("true", 80, 80), row("false", 20, 20)],
    };
    const pairs = [
      { a: "refund", b: "true", count: 62 },
      { a: "refund", b: "false", count: 38 },
      { a: "login", b: "true", count: 98 },
      { a: "login", b: "false", count: 2 },
    ];
    const lifted = { ...tallies, resolved: [row("true", 85, 85), row("false", 15, 15)] };
    const found = await countInsights(facets, counting(tallies, pairs).data);
    // 38 of 100 is 1.9 times the share of 40 in 200: not twice.
    expect(found.filter(({ kind }) => kind === "unusual")).toEqual([]);
    const unusual = (await countInsights(facets, counting(lifted, pairs).data)).filter(
      ({ kind }) => kind === "unusual",
    );
    expect(unusual.map(({ title }) => title)).toEqual(["“refund” goes with resolved “no”"]);
    expect(unusual[0]?.numbers?.map(({ value }) => value)).toEqual([38, 100, 30, 200]);
    // No filter shows the contents that have both.
    expect(unusual[0]?.filter).toBeUndefined();
    expect(unusual[0]?.contentIds).toEqual(["con_1"]);
  });

  it("filters by both where what is unusual is one facet and the language", async () => {
    const tallies = {
      intent: [row("refund", 50, 50), row("login", 50, 50)],
      language: [row("en", 85, 85), row("de", 15, 15)],
    };
    const { data } = counting(tallies);
    const pairs = async (_: TallyKey, b: TallyKey) =>
      b.by === "language" ? [{ a: "refund", b: "de", count: 30 }] : [];
    const found = await countInsights(facets.slice(0, 1), { ...data, pairs });
    expect(found.find(({ kind }) => kind === "unusual")).toMatchObject({
      title: "“refund” goes with language “de”",
      filter: { facet: "intent", value: "refund", language: "de" },
    });
  });

  it.each(["Not enough text", "General request", "General question", "unclear"])(
    "finds neither that “%s” rises nor that it goes with anything",
    async (empty) => {
      const plan = { name: "plan", description: "", type: "choice" as const };
      const told = async (intent: string, other: string) => {
        const tallies = {
          intent: [row("refund", 100, 60), row(intent, 10, 40)],
          plan: [row("a", 85, 85), row(other, 15, 15)],
        };
        const found = await countInsights(
          [...facets.slice(0, 1), plan],
          counting(tallies, [{ a: intent, b: other, count: 30 }]).data,
        );
        return found.map(({ kind }) => kind).filter((kind) => kind !== "common");
      };
      expect(await told("login", "b")).toEqual(["rising", "unusual"]);
      expect(await told(empty, "b")).toEqual([]);
      expect(await told("login", "none")).toEqual(["rising"]);
    },
  );

  it("says of a language that is not known nothing at all", async () => {
    const language = [row("und", 100, 100), row("en", 40, 5), row("de", 5, 5)];
    const found = await countInsights([], counting({ language }).data);
    expect(found.map(({ title }) => title)).toEqual(["“en” is the most common language"]);
    expect(found[0]?.detail).toBe("45 of 255 contents (18%), before “de” with 10.");
  });

  it("calls a facet by its words, and yes what is yes: a label may be called true", async () => {
    const common = async (name: string, type: "label" | "boolean", rows: Tally[]) =>
      (await countInsights([{ name, description: "", type }], counting({ [name]: rows }).data))[0];
    const rows = [row("true", 20, 20), row("false", 10, 10)];
    expect((await common("hookType", "boolean", rows))?.title).toBe("“yes” is the most common hook type");
    expect((await common("visit_Reason", "label", rows))?.title).toBe("“true” is the most common visit reason");
    expect(earlyInsights({ hookType: rows }, ["hookType"], 60)[0]?.title).toBe("“true” leads hook type so far");
  });

  it("says what is most common only where nothing is as common", async () => {
    const common = async (tally: Tally[]) =>
      (await countInsights(facets, counting({ intent: tally }).data)).filter(({ kind }) => kind === "common");
    expect(await common([row("refund", 20, 20), row("login", 20, 20)])).toEqual([]);
    expect((await common([row("refund", 20, 21), row("login", 20, 20)]))[0]?.detail).toBe(
      "41 of 81 contents (51%), before “login” with 40.",
    );
  });

  describe("of answers that say nothing", () => {
    const told = async (tally: Tally[], type: "label" | "choice" = "label", name = "cause") => {
      const asked = [{ name, description: "", type }];
      const found = await countInsights(asked, counting({ [name]: tally }).data);
      return found.filter(({ kind }) => kind === "common");
    };

    it("says what is the most common of those that say something, with its share of all", async () => {
      const [common, ...others] = await told([
        row("No reason given", 30, 20),
        row("Late parcel", 20, 20),
        row("App error", 10, 12),
        row("Unknown", 4, 4),
      ]);
      expect(common).toMatchObject({
        title: "“Late parcel” is the most common cause",
        detail: "40 of 120 contents (33%), before “App error” with 22; 58 say nothing about it.",
        filter: { facet: "cause", value: "Late parcel" },
      });
      expect(common?.numbers?.map(({ value }) => value)).toEqual([40, 22, 58, 120]);
      expect(others).toEqual([]);
    });

    it("says that most say nothing, where they do", async () => {
      const rows = [row("Not stated", 60, 60), row("Late parcel", 20, 20), row("unclear", 0, 10)];
      const [common, silent] = await told(rows);
      expect(common?.detail).toBe("40 of 170 contents (24%); 130 say nothing about it.");
      expect(silent).toMatchObject({
        title: "Most contents say nothing about cause",
        detail: "130 of 170 contents (76%): “Not stated” 120, “unclear” 10.",
        contentIds: ["con_1"],
      });
      expect(silent?.numbers?.map(({ value }) => value)).toEqual([130, 120, 10, 170]);
      expect(silent?.filter).toBeUndefined();
      const [only] = await told([row("Other", 60, 60), row("bug", 5, 5)].slice(0, 1), "choice", "kind");
      expect(only).toMatchObject({
        title: "Most contents fit no kind there is a word for",
        filter: { facet: "kind", value: "Other" },
      });
    });

    it("takes half for no majority, and none for what it is", async () => {
      expect(await told([row("Not stated", 20, 20), row("a", 15, 15), row("b", 5, 5)])).toHaveLength(1);
      const plan = [row("none", 40, 40), row("referral", 10, 10), row("medication", 5, 5)];
      expect((await told(plan, "choice", "plan")).map(({ title, detail }) => `${title}: ${detail}`)).toEqual([
        "“referral” is the most common plan: 20 of 110 contents (18%), before “medication” with 10; 80 have none.",
        "Most contents have no plan: 80 of 110 contents (73%): “none” 80.",
      ]);
    });

    it("adds what fits no word to nothing else, and gives it a statement where it alone is most", async () => {
      const [common, ...others] = await told([
        row("Other", 45, 45),
        row("Not stated", 8, 7),
        row("None", 3, 2),
        row("Late", 40, 40),
      ]);
      expect(common?.detail).toBe(
        "80 of 190 contents (42%); 20 say nothing about it, 90 fit none of the words there are.",
      );
      expect(common?.numbers?.map(({ value }) => value)).toEqual([80, 20, 90, 190]);
      expect(others).toEqual([]);
      const most = await told([row("Other", 60, 60), row("Not stated", 8, 7), row("Late", 20, 20)]);
      expect(most[1]).toMatchObject({
        title: "Most contents fit no cause there is a word for",
        detail: "120 of 175 contents (69%): “Other” 120.",
        filter: { facet: "cause", value: "Other" },
      });
    });

    it("leaves a listed answer that only looks empty in its place", async () => {
      const [access] = await told([row("No access", 40, 40), row("full", 10, 10)], "choice", "access");
      expect(access?.title).toBe("“No access” is the most common access");
    });

    it("does not count them while the job runs either", () => {
      const counts = { cause: [row("Not stated", 5, 4), row("Late parcel", 2, 2), row("None", 1, 1)] };
      expect(earlyInsights(counts, ["cause"], 20)).toMatchObject([
        { title: "“Late parcel” leads cause so far", detail: "4 of 20 read (20 %)." },
      ]);
      expect(earlyInsights({ cause: [row("Other", 5, 4)] }, ["cause"], 20)).toEqual([]);
    });
  });

  it("finds the tail of the binomial", () => {
    expect(tailChance(8, 10, 0.5)).toBeCloseTo(56 / 1024, 10);
    expect(tailChance(0, 10, 0.5)).toBe(1);
    expect(tailChance(10, 10, 0.1)).toBeCloseTo(1e-10, 14);
    expect(tailChance(60_000, 100_000, 0.5)).toBeLessThan(1e-300);
  });
});

describe("the numbers of a statement", () => {
  const question: SummarizeQuestion = {
    task: "summarize",
    contents: 1_200,
    counts: {
      intent: [
        { value: "Refund within 30 days", count: 480 },
        { value: "Login", count: 300 },
      ],
      urgency: [{ value: "1", count: 1_200 }],
    },
    clusters: [{ name: "Broken kettle", size: 77 }],
    items: [{ id: "i1", summary: "Error 404 after 3 tries", facets: {} }],
  };

  it.each([
    "480 of 1,200 contents (40%) are Refund within 30 days",
    "Refunds and logins make 780, or 65 %",
    "77 speak of kettles; many see error 404",
    "Most frequent urgency: “1”, 1,200 of 1,200 contents (100%)",
    "no number at all",
  ])("are borne out: %s", (said) => {
    expect(unprovenNumbers(said, question)).toEqual([]);
  });

  it.each([
    ["Product: 7 values", ["7"]],
    ["Refunds doubled to 640", ["640"]],
    ["52% of 480 are angry", ["52%"]],
    ["answered in 30 days", ["30"]],
    ["error 4 is common", ["4"]],
  ])("are not: %s", (said, numbers) => {
    expect(unprovenNumbers(said, question)).toEqual(numbers);
  });
});

it("what the built-in engine says of answers that say something is borne out", () => {
  const counts = {
    product: [
      { value: "Not stated", count: 300 },
      ...[90, 80, 55, 41, 23, 19, 1, 1].map((count, place) => ({ value: `item ${"abcdefgh"[place]}`, count })),
    ],
  };
  const question: SummarizeQuestion = { task: "summarize", contents: 700, counts, clusters: [], items: [] };
  const { headline, insights } = localSummary(question);
  const said = [headline, ...insights.map(({ title, detail }) => `${title}\n${detail}`)].join("\n");
  expect(said).toContain("Product: 8 values");
  expect(said).toContain("2 values of product occur once");
  expect(unprovenNumbers(said, question)).toEqual([]);
  expect(unprovenNumbers("the first three make 73% of what is said", question)).toEqual([]);
});
