import type { JsonSchema } from "../model-call.ts";

/**
 * Every vendor takes its own part of JSON Schema and refuses a request that holds more. One schema is written for all of
 * them; here it is lowered to what a vendor takes. What can't be said as a rule is said in the description instead: the
 * model reads it, and the reply is checked against the whole schema anyway.
 *
 * - `anthropic`: `output_config.format`. Objects closed; of the limits only `minItems` 0 and 1, and some formats.
 * - `openai`: strict mode. Objects closed and every property required: an optional one may be null instead.
 * - `google`: `responseJsonSchema`. Limits of numbers and lists; properties in the order given.
 * - `tool`: the input of a forced tool call (Bedrock). All rules, but nothing beside the properties at the top.
 */
export type Dialect = "anthropic" | "openai" | "google" | "tool";

/** The limits of a value, in the order they are said in; what is not listed in `kept` is said in words. */
const limits = [
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
] as const;

const anthropicFormats = new Set(
  "date-time time date duration email hostname uri ipv4 ipv6 uuid".split(" ") as readonly unknown[],
);

const kept: Record<Dialect, (limit: (typeof limits)[number], value: unknown) => boolean> = {
  anthropic: (limit, value) =>
    limit === "format" ? anthropicFormats.has(value) : limit === "minItems" && (value === 0 || value === 1),
  openai: () => false,
  google: (limit) => ["minimum", "maximum", "minItems", "maxItems"].includes(limit),
  tool: () => true,
};

/**
 * @param schema an object at the top; `$ref` only to its own `$defs`, and never in a circle
 * @throws Error for a schema that the dialect has no words for, such as an object of any keys: a fault of ours
 */
export function lowerSchema(schema: JsonSchema, dialect: Dialect): JsonSchema {
  const lowered = lower(schema, { dialect, definitions: definitionsOf(schema), within: [] });
  if (dialect !== "tool") return lowered;
  return { type: "object", properties: lowered.properties ?? {}, required: lowered.required ?? [] };
}

interface Place {
  dialect: Dialect;
  definitions: Map<string, JsonSchema>;
  /** The definitions we are in. */
  within: string[];
}

function lower(schema: JsonSchema, place: Place): JsonSchema {
  if (typeof schema.$ref === "string") return lowerReference(schema, schema.$ref, place);
  if (schema.allOf !== undefined) throw new Error("allOf can't be lowered");
  const { type } = schema;
  if (Array.isArray(type)) return lower(apart(schema, type), place);

  const lowered: JsonSchema = {};
  const description = describe(schema, place.dialect);
  if (description) lowered.description = description;
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) {
    lowered.anyOf = choices.map((choice) => lower(asSchema(choice), place));
    return lowered;
  }
  if (type !== undefined) lowered.type = type;
  if (schema.const !== undefined) lowered.enum = [schema.const];
  else if (schema.enum !== undefined) lowered.enum = schema.enum;
  for (const limit of limitsOf(schema)) {
    if (kept[place.dialect](limit, schema[limit])) lowered[limit] = schema[limit];
  }
  if (schema.items !== undefined) lowered.items = lower(asSchema(schema.items), place);
  if (type === "object") lowerObject(schema, lowered, place);
  return lowered;
}

function lowerReference(schema: JsonSchema, reference: string, place: Place): JsonSchema {
  const definition = place.definitions.get(reference);
  if (!definition) throw new Error(`The schema refers to ${reference}, which is not in it`);
  if (place.within.includes(reference)) throw new Error(`The schema refers to itself by ${reference}`);
  const lowered = lower(definition, { ...place, within: [...place.within, reference] });
  return schema.description === undefined ? lowered : { ...lowered, description: schema.description };
}

function lowerObject(schema: JsonSchema, lowered: JsonSchema, place: Place): void {
  const { dialect } = place;
  const properties = Object.entries(asSchema(schema.properties ?? {}));
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const closed = dialect === "anthropic" || dialect === "openai";
  const others = schema.additionalProperties;
  if (closed && (others === true || (typeof others === "object" && others !== null))) {
    throw new Error(`An object of any keys can't be said in the dialect ${dialect}`);
  }
  lowered.properties = Object.fromEntries(
    properties.map(([name, property]) => {
      const one = lower(asSchema(property), place);
      return [name, dialect === "openai" && !required.has(name) ? orNull(one) : one];
    }),
  );
  lowered.required = properties.map(([name]) => name).filter((name) => dialect === "openai" || required.has(name));
  if (closed) lowered.additionalProperties = false;
  else if (typeof others === "boolean") lowered.additionalProperties = others;
  else if (others !== undefined) lowered.additionalProperties = lower(asSchema(others), place);
  if (dialect === "google") lowered.propertyOrdering = properties.map(([name]) => name);
}

/** `type: ["string", "null"]` is not taken everywhere; a choice between the two is. */
function apart(schema: JsonSchema, types: unknown[]): JsonSchema {
  const { description, enum: values, ...rest } = schema;
  const choices = types.map((type) => {
    if (type === "null") return { type };
    const fitting = Array.isArray(values) ? { enum: values.filter((value) => value !== null) } : {};
    return { ...rest, ...fitting, type };
  });
  return { ...(description === undefined ? {} : { description }), anyOf: choices };
}

function orNull(schema: JsonSchema): JsonSchema {
  const nothing = { type: "null" };
  if (!Array.isArray(schema.anyOf)) return { anyOf: [schema, nothing] };
  const already = schema.anyOf.some((choice: unknown) => asSchema(choice).type === "null");
  return already ? schema : { ...schema, anyOf: [...schema.anyOf, nothing] };
}

function describe(schema: JsonSchema, dialect: Dialect): string {
  const said = typeof schema.description === "string" ? schema.description : "";
  const unsaid = limitsOf(schema).filter((limit) => !kept[dialect](limit, schema[limit]));
  if (unsaid.length === 0) return said;
  const rules = `(${unsaid.map((limit) => `${limit}: ${JSON.stringify(schema[limit])}`).join(", ")})`;
  return said ? `${said} ${rules}` : rules;
}

/** Without the bounds that zod writes for every integer: they are news to nobody, and some vendors stumble over them. */
function limitsOf(schema: JsonSchema) {
  return limits.filter(
    (limit) => schema[limit] !== undefined && Math.abs(Number(schema[limit])) !== Number.MAX_SAFE_INTEGER,
  );
}

function definitionsOf(schema: JsonSchema): Map<string, JsonSchema> {
  const found = new Map<string, JsonSchema>();
  for (const home of ["$defs", "definitions"]) {
    for (const [name, definition] of Object.entries(asSchema(schema[home] ?? {}))) {
      found.set(`#/${home}/${name}`, asSchema(definition));
    }
  }
  return found;
}

function asSchema(value: unknown): JsonSchema {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("This is no JSON schema");
  return value as JsonSchema;
}
