/** A JSON schema, or any other object that came as JSON. */
export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value behind a path of names; null where it leads nowhere. */
export function at(value: unknown, ...path: string[]): unknown {
  let here = value;
  for (const name of path) {
    if (!isJson(here)) return null;
    here = here[name];
  }
  return here ?? null;
}

/** One question that the schema of a reply asks, whatever way a provider's dialect wrote it. */
export interface Wanted {
  name: string;
  kind: "string" | "choice" | "number" | "boolean" | "list" | "object";
  choices: string[];
  whole: boolean;
  min: number | null;
  max: number | null;
}

/**
 * What a schema of `{"items":[{…,"facets":{…}}]}` asks of each item: its properties, and the facets among them.
 * Null where the schema is none of that kind.
 */
export function wantedOfItems(schema: Json | null): { properties: Wanted[]; facets: Wanted[] } | null {
  if (!schema) return null;
  const item = plain(at(plain(at(schema, "properties", "items"), schema), "items"), schema);
  if (!isJson(at(item, "properties"))) return null;
  return {
    properties: wantedOf(item, schema),
    facets: wantedOf(plain(at(item, "properties", "facets"), schema), schema),
  };
}

function wantedOf(schema: unknown, root: Json): Wanted[] {
  const properties = at(schema, "properties");
  if (!isJson(properties)) return [];
  return Object.entries(properties).map(([name, value]) => describe(name, plain(value, root), root));
}

function describe(name: string, schema: Json, root: Json): Wanted {
  const type = typeOf(schema);
  const listed = type === "array" ? plain(at(schema, "items"), root) : schema;
  const choices = choicesOf(listed);
  const words = String(at(schema, "description") ?? "");
  const kinds: Record<string, Wanted["kind"]> = {
    array: "list",
    boolean: "boolean",
    integer: "number",
    number: "number",
    object: "object",
  };
  return {
    name,
    kind: kinds[type] ?? (choices.length > 0 ? "choice" : "string"),
    choices,
    whole: type === "integer",
    min: boundOf(schema, "minimum", words),
    max: boundOf(schema, "maximum", words),
  };
}

function choicesOf(schema: Json): string[] {
  const said = schema.const === undefined ? schema.enum : [schema.const];
  return Array.isArray(said) ? said.filter((choice) => typeof choice === "string") : [];
}

/** A dialect without `minimum` moves it into the description: `{minimum: 1, maximum: 5}`, `1 to 5`. */
function boundOf(schema: Json, bound: "minimum" | "maximum", words: string): number | null {
  const said = schema[bound];
  if (typeof said === "number") return said;
  const named = new RegExp(`${bound}\\W{1,4}(-?\\d+(?:\\.\\d+)?)`, "i").exec(words)?.[1];
  if (named !== undefined) return Number(named);
  const range = /(-?\d+(?:\.\d+)?)\s*(?:to|and|-|–|\.\.|…)\s*(-?\d+(?:\.\d+)?)/.exec(words);
  return range ? Number(range[bound === "minimum" ? 1 : 2]) : null;
}

function typeOf(schema: Json): string {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== "null") : schema.type;
  if (typeof type === "string") return type.toLowerCase();
  return isJson(schema.properties) ? "object" : "string";
}

/** Without references and without "or null". */
function plain(value: unknown, root: Json): Json {
  if (!isJson(value)) return {};
  const reference = value.$ref;
  if (typeof reference === "string") return plain(at(root, ...reference.replace(/^#\//, "").split("/")), root);
  const either = value.anyOf ?? value.oneOf ?? value.allOf;
  const first = Array.isArray(either) ? either.find((one) => isJson(one) && one.type !== "null") : undefined;
  return first === undefined
    ? value
    : { ...value, anyOf: undefined, oneOf: undefined, allOf: undefined, ...plain(first, root) };
}
