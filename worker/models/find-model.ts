import type { ProviderType } from "../contract/provider.ts";
import type { CatalogueModel } from "./catalogue/entry.ts";
import { catalogue, catalogueModel } from "./catalogue.ts";

/** A provider's model as the catalogue knows it. */
export interface FoundModel {
  model: CatalogueModel;
  /** The price by this way as a share of the one listed (1.1 is 10 % more); null where this way's price is not known. */
  priceShare: number | null;
}

/**
 * The catalogue's entry of a model of a provider: by the provider's type and its own id of the model, dated and
 * `-latest` ids included. A similar name is not enough: another model's price would be worse than none.
 * @returns null where the catalogue does not know it
 */
export function findModel(type: ProviderType, modelId: string): FoundModel | null {
  const id = modelId.trim().toLowerCase();
  switch (type) {
    case "anthropic":
      return listed("anthropic", id);
    case "openai":
      return listed("openai", id);
    case "google":
      return listed("google", id.replace(/^models\//, ""));
    case "bedrock":
      return onBedrock(id);
    case "openai-compatible":
      return atReseller(id);
    case "workers-ai":
      return null;
  }
}

type Vendor = "anthropic" | "openai" | "google";

/** At its own vendor, at the listed price. */
function listed(vendor: Vendor, id: string, priceShare: number | null = 1): FoundModel | null {
  const plain = withoutDate(vendor, id);
  const model = known(`${vendor}/${id}`) ?? (plain === id ? null : known(`${vendor}/${plain}`));
  return model && { model, priceShare };
}

/** What each vendor puts behind an id to fix a version. */
const datedEndings: Record<Vendor, RegExp> = {
  anthropic: /[-@](?:\d{8}|latest)$/,
  openai: /-(?:\d{4}-\d{2}-\d{2}|latest)$/,
  google: /-(?:\d{3}|latest)$/,
};

function withoutDate(vendor: Vendor, id: string): string {
  return id.replace(datedEndings[vendor], "");
}

const aliases = new Map(
  catalogue.flatMap((model) =>
    model.aliases.map((alias): [string, CatalogueModel] => [
      `${model.id.slice(0, model.id.indexOf("/"))}/${alias}`,
      model,
    ]),
  ),
);

function known(id: string): CatalogueModel | null {
  return catalogueModel(id) ?? aliases.get(id) ?? null;
}

/** `us.anthropic.claude-haiku-4-5-20251001-v1:0`, bare or at the end of an ARN: region, vendor, model, version. */
const bedrockId = /^(?:(us-gov|us|eu|global|apac|jp|au|ca|sa|me|af|il|mx)\.)?([a-z0-9]+)\.(.+)$/;
const bedrockVersion = /-v\d+(?::\d+)?(?::\d+k)?$/;

function onBedrock(id: string): FoundModel | null {
  const [, region = "", vendor = "", rest = ""] = bedrockId.exec(id.slice(id.lastIndexOf("/") + 1)) ?? [];
  if (vendor === "anthropic") {
    const found = listed("anthropic", rest.replace(bedrockVersion, ""));
    return found && { ...found, priceShare: found.model.regions[region] ?? null };
  }
  // Sold there too, at a price that is not known.
  if (vendor === "openai") return listed("openai", rest.replace(bedrockVersion, ""), null);
  const wanted = `bedrock/${vendor}.${rest.replace(bedrockVersion, "")}`;
  const model = catalogue.find(({ id: own }) => own.replace(bedrockVersion, "") === wanted);
  return model ? { model, priceShare: model.regions[region] ?? null } : null;
}

/**
 * Resellers as OpenRouter name models by vendor: `anthropic/claude-haiku-4.5:batch`. Their price is the vendor's list
 * price as a rule; a variant (`:free`, `:nitro` …) has its own, which is not known. A bare id may be served by anybody.
 */
function atReseller(id: string): FoundModel | null {
  const [name = "", variant] = id.split(":");
  const slash = name.indexOf("/");
  const [vendor, model] = [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)];
  const share = variant === undefined ? 1 : null;
  switch (vendor) {
    case "anthropic":
      return listed("anthropic", inAnthropicsOrder(model.replaceAll(".", "-")), share);
    case "openai":
    case "google":
      return listed(vendor, model, share);
    case "amazon":
      return sharing(onBedrock(`amazon.${model}`), null);
    default:
      return null;
  }
}

/** `claude-haiku-4-5` and `claude-4-5-haiku` are both said; until 3.5 the number came first. */
function inAnthropicsOrder(id: string): string {
  const [, number = "", name = ""] = /^claude-([4-9](?:-\d+)?)-([a-z]+)$/.exec(id) ?? [];
  return name === "" ? id : `claude-${name}-${number}`;
}

function sharing(found: FoundModel | null, priceShare: number | null): FoundModel | null {
  return found && { ...found, priceShare };
}
