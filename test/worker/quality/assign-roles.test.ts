import { describe, expect, test } from "vitest";
import { assignRoles } from "../../../worker/quality/assign-roles.ts";
import { suggestBatching } from "../../../worker/quality/batching.ts";

describe("roles of two who speak", () => {
  test("the other of a known one is the other one", () => {
    const roles = assignRoles([
      { id: "a", speakers: ["maria", "assistant"] },
      { id: "b", speakers: ["assistant", "john"] },
      { id: "c", speakers: ["user", "desk"] },
    ]);
    expect([...roles]).toEqual([
      ["a", { maria: "user", assistant: "assistant" }],
      ["b", { assistant: "assistant", john: "user" }],
      ["c", { user: "user", desk: "assistant" }],
    ]);
  });

  test("who begins is the user, but for a word that nearly always answers", () => {
    const answered = ["ann", "ben", "cem", "dora", "eva", "finn"].map((name) => ({
      id: name,
      speakers: [name, "acme"] as [string, string],
    }));
    const roles = assignRoles([...answered, { id: "turned", speakers: ["acme", "zoe"] }]);
    expect(roles.get("ann")).toEqual({ ann: "user", acme: "assistant" });
    expect(roles.get("turned")).toEqual({ acme: "assistant", zoe: "user" });
  });
});

describe("suggested batching", () => {
  test("fits lengths: many short ones together, long ones alone and in parts", () => {
    expect(suggestBatching(new Uint32Array())).toBeNull();
    expect(suggestBatching(new Uint32Array(1_000).fill(100))).toMatchObject({
      streams: 8,
      itemsPerStream: 20,
      calls: 50,
      inParts: 0,
    });
    expect(suggestBatching(new Uint32Array(24).fill(35_000))).toMatchObject({ itemsPerStream: 1, inParts: 24 });
    expect(suggestBatching(Uint32Array.of(10, 20, 30))).toMatchObject({ streams: 1, itemsPerStream: 3 });
  });
});
