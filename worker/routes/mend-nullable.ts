/**
 * An OpenAPI document with its nullable references mended: zod-to-openapi 9 writes a reference that may be null as
 * `allOf: [ref, {type: […, "null"]}]`, which asks for both at once, so that null would never fit.
 */
export function mendNullable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mendNullable);
  if (!isRecord(value)) return value;
  const [reference, extra, ...more] = Array.isArray(value.allOf) ? value.allOf : [];
  if (isRecord(reference) && "$ref" in reference && isRecord(extra) && more.length === 0 && allowsNull(extra.type)) {
    const { type, ...rest } = extra;
    return { anyOf: [reference, { type: "null" }], ...rest };
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mendNullable(inner)]));
}

function allowsNull(type: unknown): boolean {
  return type === "null" || (Array.isArray(type) && type.includes("null"));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
