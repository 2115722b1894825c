import * as z from "zod";
import { foundModelSchema, type Provider, providerSchema } from "../contract/provider.ts";

type Columns = Pick<Provider, "models" | "found" | "limits" | "prices">;

const list = z.array(z.unknown()).catch([]);
const record = z.record(z.string(), z.unknown()).catch({});
const { id, name, contextTokens, outputTokens, lifecycle, retiresAt } = foundModelSchema.shape;
const foundSchema = z.object({
  id,
  name: name.catch(null),
  contextTokens: contextTokens.catch(null),
  outputTokens: outputTokens.catch(null),
  lifecycle: lifecycle.catch(null),
  retiresAt: retiresAt.catch(null),
});
const limits = providerSchema.shape.limits;
const price = providerSchema.shape.prices.valueType;

/**
 * What stands in the JSON columns of a provider, as far as it is what should stand there: one value that an earlier version
 * or a hand has left must not take all of its owner's providers away.
 */
export function providerColumns(row: Record<keyof Columns, unknown>): Columns {
  return {
    models: list.parse(row.models).filter((model) => typeof model === "string"),
    found: list.parse(row.found).flatMap((model) => {
      const read = foundSchema.safeParse(model);
      return read.success ? [read.data] : [];
    }),
    limits: limits.parse(
      Object.fromEntries(
        Object.entries(record.parse(row.limits)).filter(
          ([limit, value]) => limits.safeParse({ [limit]: value }).success,
        ),
      ),
    ),
    prices: Object.fromEntries(
      Object.entries(record.parse(row.prices)).flatMap(([model, value]) => {
        const read = price.safeParse(value);
        return read.success ? [[model, read.data]] : [];
      }),
    ),
  };
}
