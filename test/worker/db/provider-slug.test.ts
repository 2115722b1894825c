import { describe, expect, it } from "vitest";
import { slugOf } from "../../../worker/db/provider-slug.ts";

describe("the slug of a provider", () => {
  it.each([
    ["sim", "sim"],
    ["OpenAI", "openai"],
    ["  My / own   Gateway (EU) ", "my-own-gateway-eu"],
    ["Café Zürich", "cafe-zurich"],
    ["ＧＲＯＱ", "groq"],
    ["日本語", "provider"],
    ["🙂", "provider"],
    ["---", "provider"],
    ["__proto__", "proto"],
    ["local", "local-2"],
    ["AUTO!", "auto-2"],
    ["x".repeat(60), "x".repeat(40)],
    [`${"x".repeat(39)} y`, "x".repeat(39)],
  ])("of %j is %j", (name, slug) => {
    expect(slugOf(name, [])).toBe(slug);
  });

  it("is told from those that are there", () => {
    expect(slugOf("Sim", ["sim"])).toBe("sim-2");
    expect(slugOf("sim", ["sim", "sim-2", "sim-4"])).toBe("sim-3");
    expect(slugOf("sim 2", ["sim-2"])).toBe("sim-2-2");
  });
});
