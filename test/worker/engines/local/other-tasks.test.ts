import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  auditNamesReplySchema,
  groupClustersReplySchema,
  nameClustersReplySchema,
  type ReconcileReply,
  reconcileReplySchema,
  summarizeReplySchema,
} from "../../../../worker/contract/reply.ts";
import { askLocal, localLimits } from "../../../../worker/engines/local/local.ts";
import { ask, intent } from "./ask-local.ts";

type Counted = { label: string; count: number; description: string };

async function reconcile(labels: Counted[]): Promise<ReconcileReply> {
  return reconcileReplySchema.parse(await ask({ task: "reconcile", facet: intent, labels }));
}

const counted = (label: string, count: number): Counted => ({ label, count, description: "" });

describe("reconcile", () => {
  const labels = [
    counted("Refund request", 5),
    counted("refund  request!", 2),
    counted("Request refund", 9),
    counted("Refund requests", 1),
    counted("Book hotel", 4),
    counted("Cancel hotel", 4),
    counted("Booking of a hotel", 4),
    counted("Resolved", 3),
    counted("Not resolved", 3),
    counted("Transfer to account", 1),
    counted("Transfer from account", 1),
  ];

  test("merges the same words in another form or order under the most frequent", async () => {
    const { groups } = await reconcile(labels);
    expect(groups.map(({ canonical, aliases }) => [canonical, aliases])).toEqual([
      ["Book hotel", ["Booking of a hotel"]],
      ["Request refund", ["Refund request", "Refund requests", "refund  request!"]],
    ]);
  });

  test("the order of the labels changes nothing", async () => {
    const expected = await reconcile(labels);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(labels, { minLength: labels.length }), async (shuffled) => {
        expect(await reconcile(shuffled)).toEqual(expected);
      }),
      { numRuns: 30, seed: 3 },
    );
  });

  test("labels of signs and of other scripts are kept apart", async () => {
    const { groups } = await reconcile([counted("???", 1), counted("!!!", 1), counted("返金", 1), counted("配送", 1)]);
    expect(groups).toEqual([]);
  });
});

describe("names of clusters", () => {
  test("say what the members have and the outsiders have not, in at most ten words", async () => {
    const reply = nameClustersReplySchema.parse(
      await ask({
        task: "name-clusters",
        clusters: [
          {
            id: "c1",
            members: ["Cancel my hotel booking", "I must cancel the hotel room", "hotel cancellation please"],
            contrast: ["Cancel my flight"],
          },
          {
            id: "c2",
            members: ["Cancel my flight", "please cancel the flight to Rome"],
            contrast: ["Cancel my hotel booking"],
          },
          { id: "c3", members: ["", " "], contrast: [] },
        ],
      }),
    );
    expect(reply.clusters.map((cluster) => cluster.name)).toEqual([
      "Hotel cancellation",
      "Flight cancellation",
      "Not enough text",
    ]);
    for (const { name, description } of reply.clusters) {
      expect(name.split(" ").length).toBeLessThanOrEqual(10);
      expect(description).not.toBe("");
    }
  });

  test("two clusters of one question never share a name", async () => {
    const members = ["I want a refund", "refund please"];
    const reply = nameClustersReplySchema.parse(
      await ask({ task: "name-clusters", clusters: [1, 2, 3].map((n) => ({ id: `c${n}`, members, contrast: [] })) }),
    );
    expect(new Set(reply.clusters.map((cluster) => cluster.name)).size).toBe(3);
  });

  test("a description quotes no content that an audit of names would stumble over", async () => {
    const members = [
      "Where is my order? Where is order QM-69439",
      "Where is my order? It is late",
      "Where is my order?",
    ];
    const reply = nameClustersReplySchema.parse(
      await ask({ task: "name-clusters", clusters: [{ id: "c1", members, contrast: [] }] }),
    );
    expect(reply.clusters[0]?.description).toContain("It is late");
    const audit = auditNamesReplySchema.parse(await ask({ task: "audit-names", clusters: reply.clusters }));
    expect(audit.clusters.map(({ score }) => score)).toEqual([5]);
  });

  const namesOf = async (...clusters: { members: string[]; contrast?: string[] }[]) => {
    const asked = clusters.map(({ members, contrast = [] }, index) => ({ id: `c${index}`, members, contrast }));
    const reply = nameClustersReplySchema.parse(await ask({ task: "name-clusters", clusters: asked }));
    return reply.clusters.map(({ name }) => name);
  };

  test("the largest part of a mixed group does not name all of it", async () => {
    const said = { Doctor: 4, Directions: 3, Flight: 2, Ride: 2, Weather: 1 };
    const members = Object.entries(said).flatMap(([label, times]) =>
      Array.from({ length: times }, (_, index) => `${label}. Number ${index} of what was said.`),
    );
    const clusters = [
      { id: "c1", members, contrast: [] },
      { id: "c2", members: members.slice(0, 5), contrast: [] },
    ];
    const reply = nameClustersReplySchema.parse(await ask({ task: "name-clusters", clusters }));
    expect(reply.clusters.map(({ name }) => name)).toEqual(["Doctor, directions and flight", "Doctor"]);
  });

  test("a cluster that holds others is called by the largest of them", async () => {
    const texts = ["Restaurant. A table for two.", "Table. The table by the window.", "Table. Another table."];
    const holding = (id: string, parts: string[]) => ({ id, members: texts, contrast: [], parts });
    const clusters = [
      holding("c1", ["Hotel booking", "Directions", "Ride", "Access code"]),
      holding("c2", ["Weather", "Game"]),
      holding("c3", ["Fraud", "Fraud (2)", "Fraud"]),
      holding("c4", []),
    ];
    const reply = nameClustersReplySchema.parse(await ask({ task: "name-clusters", clusters }));
    const [first, second, third, fourth] = reply.clusters.map(({ name }) => name);
    expect([first, second]).toEqual(["Hotel booking, directions and more", "Weather and game"]);
    expect(third).not.toContain("and");
    expect(fourth).not.toContain("Hotel");
  });

  test("a group of several kinds is called by its commonest labels, not by how conversations end", async () => {
    const members = [
      "Party. I want to RSVP for the party. Great, your reservation has been successfully scheduled.",
      "Party. I'd like to plan a party. Thank you, your event has been successfully scheduled.",
      "Meeting. Can I schedule a meeting? Fantastic, your meeting has been successfully scheduled.",
      "Game. Hi, I'd like to play trivia.",
      "Game. I want to play trivia.",
      "Flight. I would like to reserve a flight.",
      "Account balance. Hi, I would like to do a balance inquiry.",
      "Weather. What will it be like on Sunday?",
      "Bank. I lost my way.",
    ];
    expect(await namesOf({ members })).toEqual(["Game and party"]);
  });

  test("only things are joined by and", async () => {
    const members = [
      "My teapot was successfully glued",
      "The teapot is successfully glued, carefully",
      "A teapot was carefully and successfully glued",
      "I carefully painted the teapot",
    ];
    const [name] = await namesOf({ members });
    expect(name).toBe("Teapot");
    const [both] = await namesOf({ members: members.map((text) => `${text} with the varnish`) });
    expect(both).toBe("Teapot and varnish");
  });

  test("where most fit nowhere, the words of a few do not name all of them, but say more of them", async () => {
    const general = (...texts: string[]) => texts.map((text) => `General request. ${text}`);
    const odd = general("Aa bb", "Cc dd", "Ee ff", "Gg hh", "Ii jj", "Kk ll", "Mm nn", "Oo pp");
    const few = general("Look at the lighthouse", "I like the lighthouse");
    expect(await namesOf({ members: [...few, ...odd] }, { members: [...few, ...odd] })).toEqual([
      "General request",
      "General request: lighthouse",
    ]);
    const most = general("We saw the lighthouse", "What a lighthouse", "The lighthouse is high");
    expect(await namesOf({ members: [...few, ...most, ...odd.slice(3)] })).toEqual(["Lighthouse"]);
  });

  test("too little text is said of nothing that a name says more of, and twice only where nothing else is left", async () => {
    const silent = (...texts: string[]) => texts.map((text) => `Not enough text. ${text}`);
    const members = silent("Look at the nurse", "I like the nurse", ..."abcdefgh".split(""));
    const empty = silent("ok", "ok");
    const clusters = [members, members, members, empty].map((texts, index) => ({
      id: `c${index}`,
      members: texts,
      contrast: [],
    }));
    const reply = nameClustersReplySchema.parse(await ask({ task: "name-clusters", clusters }));
    expect(reply.clusters.map(({ name }) => name)).toEqual([
      "Not enough text",
      "Nurse",
      "Nurse (2)",
      "Not enough text (2)",
    ]);
    expect(reply.clusters.map(({ description }) => description.includes("too little text"))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test("a name that holds something personal gives way to the next best without it", async () => {
    const members = [
      "Ask @tina_p. The lamp hums",
      "Ask @tina_p. My lamp is hot",
      "Ask @tina_p. It is the lamp of Tina_p",
    ];
    expect(await namesOf({ members })).toEqual(["Lamp"]);
    const handles = ["thanks for the lamp @gardenclub", "the lamp @gardenclub", "gardenclub: the lamp"];
    const [name, ...others] = await namesOf({ members: handles });
    expect([name, ...others].join()).not.toMatch(/gardenclub|tina/i);
  });

  test("where nothing without personal data is left, there is no name", async () => {
    const members = ["@tina_p. 0170 1234567", "@tina_p. 0170 1234567", "@tina_p. 0170 1234567"];
    expect(await namesOf({ members }, { members: ["", " "] })).toEqual(["Not enough text"]);
  });

  test("an audit finds addresses and numbers", async () => {
    const names = ["Refund request", "Mail from jo@example.org", "Call +49 170 1234567", "Ticket 8834521"];
    const reply = auditNamesReplySchema.parse(
      await ask({
        task: "audit-names",
        clusters: names.map((name, index) => ({ id: `c${index}`, name, description: "" })),
      }),
    );
    expect(reply.clusters.map((cluster) => cluster.score)).toEqual([5, 1, 1, 2]);
  });

  test("grouping puts every child under one parent", async () => {
    const names = [
      "Hotel booking",
      "Hotel cancellation",
      "Flight booking",
      "Flight status",
      "Refund request",
      "Refund status",
    ];
    const clusters = names.map((name, index) => ({ id: `c${index}`, name, description: "", size: 10 - index }));
    const { parents } = groupClustersReplySchema.parse(await ask({ task: "group-clusters", clusters, target: 3 }));
    expect(parents.map((parent) => parent.children)).toEqual([
      ["c0", "c1"],
      ["c2", "c3"],
      ["c4", "c5"],
    ]);
  });
});

describe("summarize", () => {
  test("says only what the counts say, and cites contents that have the value", async () => {
    const { headline, insights } = summarizeReplySchema.parse(
      await ask({
        task: "summarize",
        contents: 1_000,
        counts: {
          intent: [
            { value: "Refund request", count: 412 },
            { value: "Hotel booking", count: 200 },
          ],
        },
        clusters: [
          { name: "Refunds", size: 430 },
          { name: "Hotels", size: 210 },
        ],
        items: [
          { id: "i1", summary: "", facets: { intent: "Hotel booking" } },
          { id: "i2", summary: "", facets: { intent: "Refund request" } },
        ],
      }),
    );
    expect(headline).toContain("1,000 contents");
    expect(headline).toContain("412");
    expect(insights[0]?.contentIds).toEqual(["i2"]);
    const numbers = insights.flatMap(({ title, detail }) => `${title} ${detail}`.match(/\d[\d,]*/g) ?? []);
    for (const number of numbers) expect(["412", "1,000", "41", "200", "430", "43", "2"]).toContain(number);
  });

  test("nothing counted, nothing claimed", async () => {
    const reply = await ask({ task: "summarize", contents: 0, counts: {}, clusters: [], items: [] });
    expect(summarizeReplySchema.parse(reply).insights).toEqual([]);
  });
});

test("the engine says who answered and that it cost nothing", async () => {
  const answer = await askLocal({ task: "reconcile", facet: intent, labels: [] }, { idempotencyKey: "k" });
  expect(answer.model).toBe("local/lexical");
  expect(answer.usage).toMatchObject({ calls: 1, costUsd: 0, cachedInputTokens: 0 });
  expect(localLimits.maxItems).toBe(25);
});

test("a call that is given up stops", async () => {
  const items = [{ id: "i1", language: "en", messages: [] }];
  const modules = { summary: true, sentiment: true, evidence: true, clusters: true, insights: true, quality: true };
  const question = { task: "extract" as const, facets: [intent], modules, known: {}, frozen: false, items };
  await expect(askLocal(question, { idempotencyKey: "k", signal: AbortSignal.abort() })).rejects.toThrow();
});
