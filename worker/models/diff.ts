import type { Lifecycle, PriceTier } from "../contract/model.ts";
import type { CatalogueList, ChangeField, ListedModel, ModelChange, Snapshot } from "../contract/model-change.ts";
import type { Provider } from "../contract/provider.ts";
import type { CatalogueModel } from "./catalogue/entry.ts";
import { catalogue, catalogueDate } from "./catalogue.ts";
import type { Overlays } from "./describe-model.ts";
import { findModel } from "./find-model.ts";
import { laterState, lifecycleAt } from "./lifecycle.ts";
import { priceAt } from "./price.ts";
import { withOverlay } from "./with-overlay.ts";

/** A list with fewer models of a vendor says nothing by leaving one out. */
const fewestListed = 5;
/** Two prices closer than this are the same, written differently. */
const samePrice = 0.001;

/**
 * Where what others say now differs from what an owner goes by: the catalogue and what was taken over from it. What a
 * key itself reached comes first, then the lists outside in their order. Nothing is changed by this: an owner applies.
 * @param providers the owner's
 */
export function modelChanges(
  overlays: Overlays,
  snapshot: Snapshot | null,
  providers: readonly Provider[],
  now: number,
): ModelChange[] {
  const known = new Map(catalogue.map((model) => [model.id, withOverlay(model, overlays.get(model.id))]));
  return [
    ...providers.flatMap((provider) => changesByKey(provider, known, now)),
    ...(snapshot?.lists ?? []).flatMap((list) => changesByList(list, known, now)),
  ];
}

type Known = ReadonlyMap<string, CatalogueModel>;

function changesByKey(provider: Provider, known: Known, now: number): ModelChange[] {
  if (provider.found.length === 0) return [];
  const source = `the key at ${provider.name}`;
  const seenAt = provider.foundAt ?? provider.updatedAt;
  const changes: ModelChange[] = [];
  for (const found of provider.found) {
    const model = modelOf(provider.type, found.id, known);
    if (model) {
      const { contextTokens, outputTokens, retiresAt } = found;
      const ends = found.lifecycle !== null || retiresAt !== null;
      const lifecycle = ends ? { state: found.lifecycle ?? "deprecated", retiresAt } : null;
      const nothing = { prices: null, knowledgeCutoff: null, releasedAt: null };
      const listed = { ...nothing, type: provider.type, id: found.id, contextTokens, outputTokens, lifecycle };
      changes.push(...differences(model, listed, source, seenAt, now));
    } else if (findModel(provider.type, found.id) === null && provider.models.includes(found.id) === false) {
      changes.push({ model: `${provider.slug}/${found.id}`, field: "listed", from: false, to: true, source, seenAt });
    }
  }
  const reached = new Set(provider.found.map(({ id }) => id.replace(/^models\//, "")));
  for (const id of provider.models) {
    if (reached.has(id.replace(/^models\//, ""))) continue;
    changes.push({ model: `${provider.slug}/${id}`, field: "listed", from: true, to: false, source, seenAt });
  }
  return once(changes);
}

function changesByList({ source, at, models }: CatalogueList, known: Known, now: number): ModelChange[] {
  const seenAt = new Date(at).toISOString();
  const changes: ModelChange[] = [];
  const listedIds = new Set<string>();
  const listedOf = new Map<string, number>();
  for (const listed of models) {
    const found = findModel(listed.type, listed.id);
    const model = modelOf(listed.type, listed.id, known);
    if (found) {
      listedIds.add(found.model.id);
      const vendor = placeOf(found.model.id);
      listedOf.set(vendor, (listedOf.get(vendor) ?? 0) + 1);
    }
    if (model) changes.push(...differences(model, listed, source, seenAt, now));
    else if (!found && listed.type !== "bedrock" && (listed.releasedAt ?? "") > catalogueDate) {
      const id = listed.type === "openai-compatible" ? listed.id : `${listed.type}/${listed.id}`;
      changes.push({ model: id, field: "listed", from: false, to: true, source, seenAt });
    }
  }
  for (const model of known.values()) {
    if (listedIds.has(model.id) || (listedOf.get(placeOf(model.id)) ?? 0) < fewestListed) continue;
    if (lifecycleAt(model.lifecycle, now).state === "retired") continue;
    changes.push({ model: model.id, field: "listed", from: true, to: false, source, seenAt });
  }
  return once(changes);
}

/** The catalogue's model that is meant, where the one who says it may speak of it: its own vendor, at the listed price. */
function modelOf(type: Provider["type"], id: string, known: Known): CatalogueModel | null {
  const found = findModel(type, id);
  if (found === null || found.priceShare !== 1) return null;
  const own = type === "openai-compatible" || placeOf(found.model.id) === type;
  return own ? (known.get(found.model.id) ?? null) : null;
}

function placeOf(id: string): string {
  return id.slice(0, id.indexOf("/"));
}

function differences(
  model: CatalogueModel,
  listed: ListedModel,
  source: string,
  seenAt: string,
  now: number,
): ModelChange[] {
  const changes: ModelChange[] = [];
  const note = (field: ChangeField, from: unknown, to: unknown) =>
    changes.push({ model: model.id, field, from, to, source, seenAt });
  for (const field of ["contextTokens", "outputTokens"] as const) {
    if (listed[field] !== null && listed[field] !== model[field]) note(field, model[field], listed[field]);
  }
  for (const field of ["knowledgeCutoff", "releasedAt"] as const) {
    const [from, to] = [model[field], listed[field]];
    // A month and a day in it say the same.
    if (to !== null && !(from !== null && (from.startsWith(to) || to.startsWith(from)))) note(field, from, to);
  }
  if (listed.lifecycle) {
    const from = lifecycleAt(model.lifecycle, now);
    const to = laterLifecycle(from, listed.lifecycle);
    if (to.state !== from.state || to.retiresAt !== from.retiresAt) {
      note("lifecycle", { state: from.state, retiresAt: from.retiresAt }, to);
    }
  }
  if (listed.prices) {
    const today = model.priceList && priceAt(model.priceList, now);
    const tiers = mergedTiers(today?.tiers ?? [], listed.prices.tiers);
    if (!sameTiers(today?.tiers ?? [], tiers)) note("prices", today && { tiers: today.tiers }, { tiers });
  }
  return changes;
}

function laterLifecycle(from: Lifecycle, to: Pick<Lifecycle, "state" | "retiresAt">) {
  const day = to.retiresAt?.slice(0, 10) ?? null;
  const sameDay = day === null || day === from.retiresAt?.slice(0, 10);
  return { state: laterState(from.state, to.state), retiresAt: sameDay ? from.retiresAt : to.retiresAt };
}

/** What a list says, and where it says nothing (a tier, a cached price) what was known. */
function mergedTiers(known: readonly PriceTier[], said: readonly PriceTier[]): PriceTier[] {
  const merged = said.map((tier) => {
    const same = known.find(({ aboveInputTokens }) => aboveInputTokens === tier.aboveInputTokens);
    return {
      ...tier,
      cachedInput: tier.cachedInput ?? same?.cachedInput ?? null,
      cacheWrite: tier.cacheWrite ?? same?.cacheWrite ?? null,
    };
  });
  const bounds = new Set(merged.map(({ aboveInputTokens }) => aboveInputTokens));
  const kept = known.filter(({ aboveInputTokens }) => !bounds.has(aboveInputTokens));
  return [...merged, ...kept].sort((a, b) => a.aboveInputTokens - b.aboveInputTokens);
}

function sameTiers(a: readonly PriceTier[], b: readonly PriceTier[]): boolean {
  return (
    a.length === b.length &&
    a.every((tier, i) => {
      const other = b[i];
      return (
        other !== undefined &&
        tier.aboveInputTokens === other.aboveInputTokens &&
        near(tier.input, other.input) &&
        near(tier.output, other.output) &&
        near(tier.cachedInput, other.cachedInput) &&
        near(tier.cacheWrite, other.cacheWrite)
      );
    })
  );
}

function near(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= samePrice * Math.max(a, b);
}

/** Of one source the first word on a field counts: dated ids of a model may say it again. */
function once(changes: ModelChange[]): ModelChange[] {
  const seen = new Set<string>();
  return changes.filter(({ model, field }) => {
    const key = `${field} ${model}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
