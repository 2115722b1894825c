import * as z from "zod";
import { idSchema } from "./id.ts";

export const keyInputSchema = z.object({ name: z.string().trim().min(1).max(80) }).meta({ id: "KeyInput" });

export const keySchema = z
  .object({
    id: idSchema("key"),
    name: z.string(),
    hint: z.string().meta({ description: "the last four characters" }),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof keySchema>;

/** The only answer that ever holds the key itself. */
export const newKeySchema = keySchema.extend({ key: z.string() }).meta({ id: "NewApiKey" });

export const meSchema = z
  .object({
    user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
    organization: z.object({ id: z.string(), name: z.string(), role: z.string() }),
    local: z.boolean().meta({ description: "true where `npm start` relaxed the rules" }),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof meSchema>;
