import type { JsonSchema } from "../model-call.ts";

/**
 * Undoes what strict mode makes of an optional property: there it is always given, and null where it was to be left out.
 * Such a null goes; a null that the schema itself allows stays.
 * @param text a reply as it came; text that is no whole JSON is given back as it is
 * @param schema as it was before it was lowered; without `$ref`
 */
export function dropAddedNulls(text: string, schema: JsonSchema): string {
  if (!text.includes("null")) return text;
  let reply: unknown;
  try {
    reply = JSON.parse(text);
  } catch {
    return text;
  }
  return drop(reply, schema) ? JSON.stringify(reply) : text;
}

/** Changes a value in place. @returns whether something was dropped */
function drop(value: unknown, schema: JsonSchema): boolean {
  let dropped = false;
  if (Array.isArray(value)) {
    const items = asObject(schema.items);
    if (items) for (const item of value) dropped = drop(item, items) || dropped;
    return dropped;
  }
  const object = asObject(value);
  const properties = asObject(schema.properties);
  if (!object || !properties) return false;
  const required: unknown[] = Array.isArray(schema.required) ? schema.required : [];
  for (const [name, declared] of Object.entries(properties)) {
    const property = asObject(declared);
    if (!property || !Object.hasOwn(object, name)) continue;
    if (object[name] === null && !required.includes(name) && !takesNull(property)) {
      delete object[name];
      dropped = true;
    } else dropped = drop(object[name], property) || dropped;
  }
  return dropped;
}

function takesNull(schema: JsonSchema): boolean {
  const { type, anyOf, oneOf, enum: values } = schema;
  const choices: unknown = anyOf ?? oneOf;
  if (Array.isArray(choices)) return choices.some((choice) => takesNull(asObject(choice) ?? {}));
  if (type !== undefined) return type === "null" || (Array.isArray(type) && type.includes("null"));
  return !Array.isArray(values) || values.includes(null);
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
