import { describe, expect, test } from "vitest";
import type { ListedModel, ModelChange, OverlayFields, Snapshot } from "../../../worker/contract/model-change.ts";
import { chooseChanges, overlaysWith } from "../../../worker/models/apply-changes.ts";
import { catalogueModel } from "../../../worker/models/catalogue.ts";
import { modelChanges } from "../../../worker/models/diff.ts";
import { costOf } from "../../../worker/models/price.ts";
import { withOverlay } from "../../../worker/models/with-overlay.ts";
import { foundModel, providerWith } from "./making.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const seenAt = "2026-11-21T09:00:00.000Z";

function listed(type: ListedModel["type"], id: string, fields: Partial<ListedModel> = {}): ListedModel {
  const nothing = { contextTokens: null, outputTokens: null, prices: null, lifecycle: null };
  return { type, id, ...nothing, knowledgeCutoff: null, releasedAt: null, ...fields };
}

function tier(input: number, output: number, fields: { cachedInput?: number; aboveInputTokens?: number } = {}) {
  return { aboveInputTokens: 0, input, output, cachedInput: null, cacheWrite: null, ...fields };
}

function snapshotOf(models: ListedModel[], source = "a list"): Snapshot {
  return { lists: [{ source, at: Date.parse(seenAt), models }] };
}

const changesOf = (snapshot: Snapshot | null, overlays = new Map<string, OverlayFields>()) =>
  modelChanges(overlays, snapshot, [], now);

describe("what others say now", () => {
  test("is a change only where it differs", () => {
    const same = listed("openai", "gpt-4.1-2025-04-14", {
      contextTokens: 1_047_576,
      outputTokens: 32_768,
      // A list that says nothing of cached input does not take its price away.
      prices: { tiers: [tier(2, 8)] },
      lifecycle: { state: "deprecated", retiresAt: null },
      knowledgeCutoff: "2024-04-30",
      releasedAt: "2025-04-14",
    });
    expect(changesOf(snapshotOf([same]))).toEqual([]);
    const other = {
      ...same,
      contextTokens: 900_000,
      lifecycle: { state: "deprecated" as const, retiresAt: "2027-02-01" },
    };
    expect(changesOf(snapshotOf([other]))).toEqual([
      { model: "openai/gpt-4.1", field: "contextTokens", from: 1_047_576, to: 900_000, source: "a list", seenAt },
      {
        model: "openai/gpt-4.1",
        field: "lifecycle",
        from: { state: "deprecated", retiresAt: "2027-01-14" },
        to: { state: "deprecated", retiresAt: "2027-02-01" },
        source: "a list",
        seenAt,
      },
    ]);
  });

  test("does not bring back what is retired, nor speak of another seller's price", () => {
    const said = [
      listed("anthropic", "claude-3-5-sonnet", { lifecycle: { state: "deprecated", retiresAt: null } }),
      listed("bedrock", "us.anthropic.claude-opus-5-5", { prices: { tiers: [tier(4.4, 22)] } }),
      listed("openai-compatible", "google/gemini-2.5-flash:free", { prices: { tiers: [tier(0.01, 0.01)] } }),
    ];
    expect(changesOf(snapshotOf(said))).toEqual([]);
  });

  test("keeps the tiers that a list leaves out", () => {
    const said = listed("anthropic", "claude-haiku-5-5", { prices: { tiers: [tier(0.2, 1)] } });
    const [change] = changesOf(snapshotOf([said]));
    expect(change?.to).toEqual({
      tiers: [
        { aboveInputTokens: 0, input: 0.2, output: 1, cachedInput: 0.01, cacheWrite: 0.125 },
        { aboveInputTokens: 100_000, input: 0.5, output: 2.5, cachedInput: 0.05, cacheWrite: 0.625 },
      ],
    });
  });

  test("names what is new and what is gone, and takes silence of a short list for nothing", () => {
    const five = ["claude-opus-5-5", "claude-opus-5", "claude-sonnet-5-5", "claude-sonnet-5", "claude-haiku-5-5"];
    const said = [
      ...five.map((id) => listed("anthropic", id)),
      listed("anthropic", "claude-opus-6", { releasedAt: "2026-11-21" }),
      listed("anthropic", "claude-2", { releasedAt: "2023-07-11" }),
      listed("openai", "gpt-6-luna"),
    ];
    const changes = changesOf(snapshotOf(said));
    expect(changes.filter(({ to }) => to === true).map(({ model }) => model)).toEqual(["anthropic/claude-opus-6"]);
    const gone = changes.filter(({ to }) => to === false).map(({ model }) => model);
    expect(gone).toContain("anthropic/claude-haiku-4-5");
    expect(gone).not.toContain("anthropic/claude-3-5-sonnet");
    expect(gone.filter((model) => model.startsWith("openai/"))).toEqual([]);
  });

  test("by a key: its models' limits and ends, new ones, and those in use that it no longer reaches", () => {
    const provider = providerWith({
      models: ["claude-opus-5", "claude-haiku-4-5-20251001"],
      found: [
        foundModel("claude-opus-5", { contextTokens: 500_000, lifecycle: "deprecated", retiresAt: "2027-03-01" }),
        foundModel("claude-opus-6"),
      ],
      foundAt: seenAt,
    });
    const source = "the key at Mine";
    const opus = { model: "anthropic/claude-opus-5", source, seenAt };
    expect(modelChanges(new Map(), null, [provider], now)).toEqual([
      { ...opus, field: "contextTokens", from: 1_000_000, to: 500_000 },
      {
        ...opus,
        field: "lifecycle",
        from: { state: "active", retiresAt: null },
        to: { state: "deprecated", retiresAt: "2027-03-01" },
      },
      { model: "mine/claude-opus-6", field: "listed", from: false, to: true, source, seenAt },
      { model: "mine/claude-haiku-4-5-20251001", field: "listed", from: true, to: false, source, seenAt },
    ]);
  });
});

describe("taking changes over", () => {
  const change = (field: ModelChange["field"], to: unknown, source = "a list"): ModelChange => ({
    model: "google/gemini-3.8-flash",
    field,
    from: null,
    to,
    source,
    seenAt,
  });

  test("chooses the first source of a field, or the one that is named", () => {
    const changes = [change("outputTokens", 1, "first"), change("outputTokens", 2, "second"), change("listed", false)];
    expect(chooseChanges(changes, "all").chosen).toEqual([changes[0]]);
    const model = "google/gemini-3.8-flash";
    const named = chooseChanges(changes, [{ model, field: "outputTokens", source: "second" }]);
    expect(named).toEqual({ chosen: [changes[1]], missing: [] });
    expect(chooseChanges(changes, [{ model, field: "prices" }]).missing).toEqual([`${model}: prices`]);
  });

  test("a price holds from the day it was seen, what is announced for later still comes, and nothing is left to change", () => {
    const said = listed("google", "gemini-3.8-flash", { prices: { tiers: [tier(0.8, 4, { cachedInput: 0.08 })] } });
    const snapshot = snapshotOf([said]);
    const { chosen } = chooseChanges(changesOf(snapshot), "all");
    const overlays = overlaysWith(new Map(), chosen);
    const flash = catalogueModel("google/gemini-3.8-flash");
    if (!flash) throw new Error("no Gemini 3.8 Flash");
    const changed = withOverlay(flash, overlays.get(flash.id));
    expect(changed.priceList?.map(({ from }) => from)).toEqual([null, "2026-11-21", "2027-01-01"]);
    const million = { inputTokens: 1e6, outputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0 };
    const on = (day: string) => costOf(million, changed.priceList, Date.parse(day));
    expect([on("2026-11-20"), on("2026-11-21"), on("2027-01-01")]).toEqual([0.75, 0.8, 1.5]);
    expect(costOf(million, changed.priceList, now, true)).toBe(0.4);
    expect(changed.provenance.prices).toEqual({ source: "a list", date: "2026-11-21", doubt: null });
    expect(changesOf(snapshot, overlays)).toEqual([]);
  });

  test("adds to what was taken over before", () => {
    const before = overlaysWith(new Map(), chooseChanges([change("outputTokens", 1)], "all").chosen);
    const after = overlaysWith(before, chooseChanges([change("contextTokens", 2)], "all").chosen);
    expect(Object.keys(after.get("google/gemini-3.8-flash") ?? {}).sort()).toEqual(["contextTokens", "outputTokens"]);
  });
});
