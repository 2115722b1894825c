import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type Dialect, lowerSchema } from "../../../../worker/engines/providers/lower-schema.ts";

const schema = z.toJSONSchema(
  z.object({
    items: z
      .array(
        z.object({
          id: z.string().min(1).describe("the id given"),
          mood: z.enum(["good", "bad"]).nullable(),
          score: z.number().min(0).max(1).optional(),
          turns: z.int(),
          note: z.string().nullable().optional(),
        }),
      )
      .min(1)
      .max(20),
  }),
);

type Plain = Record<string, unknown>;

/** Every object schema in a schema. */
function objectsIn(value: unknown): Plain[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return "properties" in value && "type" in value && value.type === "object" ? [value, ...inner] : inner;
}

function keywordsIn(value: unknown): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((one) => [...keywordsIn(one)]));
  if (typeof value !== "object" || value === null) return new Set();
  const { properties, enum: _, ...rest } = value as Plain;
  const own = Object.keys(value);
  const below = [...Object.values((properties ?? {}) as Plain), ...Object.values(rest)];
  return new Set([...own, ...below.flatMap((one) => [...keywordsIn(one)])]);
}

describe("a schema is lowered", () => {
  test("for Anthropic: closed objects, no limits but a list that must hold one", () => {
    expect(lowerSchema(schema, "anthropic")).toEqual({
      type: "object",
      properties: {
        items: {
          type: "array",
          description: "(maxItems: 20)",
          minItems: 1,
          items: {
            type: "object",
            properties: {
              id: { type: "string", description: "the id given (minLength: 1)" },
              mood: { anyOf: [{ type: "string", enum: ["good", "bad"] }, { type: "null" }] },
              score: { type: "number", description: "(minimum: 0, maximum: 1)" },
              turns: { type: "integer" },
              note: { anyOf: [{ type: "string" }, { type: "null" }] },
            },
            required: ["id", "mood", "turns"],
            additionalProperties: false,
          },
        },
      },
      required: ["items"],
      additionalProperties: false,
    });
  });

  test("for OpenAI: every property required, an optional one may be null, once", () => {
    const lowered = lowerSchema(schema, "openai");
    for (const { properties, required, additionalProperties } of objectsIn(lowered)) {
      expect(required).toEqual(Object.keys(properties as Plain));
      expect(additionalProperties).toBe(false);
    }
    const [, item] = objectsIn(lowered);
    expect(item?.properties).toMatchObject({
      score: { anyOf: [{ type: "number" }, { type: "null" }] },
      note: { anyOf: [{ type: "string" }, { type: "null" }] },
      mood: { anyOf: [{ type: "string", enum: ["good", "bad"] }, { type: "null" }] },
    });
    expect([...keywordsIn(lowered)].filter((word) => /^(min|max)/.test(word))).toEqual([]);
  });

  test("for Google: limits of numbers and lists stay, the order of properties is said", () => {
    const lowered = lowerSchema(schema, "google");
    expect(objectsIn(lowered).map((one) => one.propertyOrdering)).toEqual([
      ["items"],
      ["id", "mood", "score", "turns", "note"],
    ]);
    const [, item] = objectsIn(lowered);
    expect(item?.required).toEqual(["id", "mood", "turns"]);
    expect(item?.properties).toMatchObject({ score: { type: "number", minimum: 0, maximum: 1 } });
    expect(((item?.properties ?? {}) as Plain).turns).toEqual({ type: "integer" });
    expect(keywordsIn(lowered)).not.toContain("minLength");
    expect(keywordsIn(lowered)).toContain("maxItems");
  });

  test("for a tool: three words at the top, every limit below", () => {
    const lowered = lowerSchema(schema, "tool");
    expect(Object.keys(lowered).sort()).toEqual(["properties", "required", "type"]);
    expect(keywordsIn(lowered)).toContain("minLength");
  });

  test("of several types into a choice, and a constant into a list of one", () => {
    const several = {
      type: "object",
      properties: {
        a: { type: ["string", "null"], enum: ["x", null], description: "which" },
        b: { const: "only" },
      },
      required: ["a", "b"],
    };
    expect(lowerSchema(several, "google").properties).toEqual({
      a: { description: "which", anyOf: [{ type: "string", enum: ["x"] }, { type: "null" }] },
      b: { enum: ["only"] },
    });
  });

  test("with what it refers to put in its place", () => {
    const shared = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: { a: { $ref: "#/$defs/word" }, b: { $ref: "#/$defs/word", description: "another" } },
      $defs: { word: { type: "string", description: "a word" } },
    };
    expect(lowerSchema(shared, "openai").properties).toEqual({
      a: { anyOf: [{ type: "string", description: "a word" }, { type: "null" }] },
      b: { anyOf: [{ type: "string", description: "another" }, { type: "null" }] },
    });
  });

  test("without changing the one that was given", () => {
    const before = structuredClone(schema);
    for (const dialect of ["anthropic", "openai", "google", "tool"] as const) lowerSchema(schema, dialect);
    expect(schema).toEqual(before);
  });

  test.each<[string, Dialect, Plain]>([
    ["an object of any keys", "anthropic", { type: "object", additionalProperties: { type: "string" } }],
    ["an object of any keys", "openai", { type: "object", additionalProperties: true }],
    ["a circle", "google", { $ref: "#/$defs/a", $defs: { a: { type: "array", items: { $ref: "#/$defs/a" } } } }],
    ["a reference to nothing", "tool", { $ref: "#/$defs/a" }],
    ["allOf", "openai", { allOf: [] }],
  ])("but %s can't be said (%s)", (_, dialect, impossible) => {
    expect(() => lowerSchema({ type: "object", properties: { a: impossible }, ...impossible }, dialect)).toThrow();
  });
});
