import type { Simulation } from "./answer-call.ts";
import { readBehaviour } from "./faults.ts";
import { isJson, type Json } from "./json-schema.ts";

/** Opening and closing the door that calls come through. */
export interface Door {
  open(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The control address: `POST /__sim/faults`, `/__sim/reset`, `/__sim/listen` (and `/__sim/another`,
 * which starts one more provider, in providers.ts); `GET /__sim/bill`, `/__sim/calls`,
 * `/__sim/faults`, the first two with `?model=`.
 * @returns null where there is no such path
 * @throws where the request says something that makes no sense
 */
export async function control(
  simulation: Simulation,
  door: Door,
  method: string,
  url: URL,
  body: string,
): Promise<unknown> {
  const { books, behaviours } = simulation;
  const model = url.searchParams.get("model");
  switch (`${method} ${url.pathname}`) {
    case "GET /__sim/bill":
      return model === null ? books.bill() : books.billOf(model);
    case "GET /__sim/calls":
      return books.calls().filter((call) => model === null || call.model === model);
    case "GET /__sim/faults":
      return behaviours.show();
    case "POST /__sim/faults":
      return changeFaults(simulation, door, asJson(body));
    case "POST /__sim/reset":
      return reset(simulation, door, asJson(body));
    case "POST /__sim/listen":
      return listen(door, asJson(body));
    default:
      return null;
  }
}

async function changeFaults({ behaviours }: Simulation, door: Door, said: Json): Promise<Json> {
  const model = modelOf(said);
  const changes = readBehaviour(said);
  if (changes.mode === "refuse" && model !== undefined) throw new Error("connections are refused for all models alike");
  behaviours.change(model, changes);
  if (changes.mode === "refuse") await door.close();
  else if (changes.mode !== undefined && model === undefined) await door.open();
  return behaviours.show();
}

/** Of one model its faults, calls and bill; without a model also keys, caches and the door. */
async function reset({ books, behaviours, cache, keys, memory }: Simulation, door: Door, said: Json): Promise<Json> {
  const model = modelOf(said);
  books.clear(model);
  behaviours.clear(model);
  if (model === undefined) {
    cache.clear();
    keys.clear();
    memory?.clear();
    await door.open();
  }
  return { ok: true };
}

async function listen(door: Door, { open, forMs }: Json): Promise<Json> {
  if (typeof open !== "boolean") throw new Error("open: true or false");
  if (open) await door.open();
  else await door.close();
  if (!open && typeof forMs === "number") setTimeout(() => void door.open(), forMs).unref();
  return { open };
}

function modelOf({ model }: Json): string | undefined {
  return typeof model === "string" ? model : undefined;
}

function asJson(body: string): Json {
  const value: unknown = JSON.parse(body === "" ? "{}" : body);
  if (!isJson(value)) throw new Error("a JSON object, please");
  return value;
}
