import { ParallaxError } from "../contract/error.ts";
import { recordFormatOf } from "./formats/record-formats.ts";
import { type Fields, isFields, type RawRecord } from "./record.ts";
import type { GatheredFormat, Gathering } from "./record-format.ts";

/** Characters that may be held of records whose conversations are spread over a file. */
const mostHeld = 24_000_000;

/** Records of any known format become records in the project's own shape; what belongs together waits for its like. */
export class Translation {
  readonly #gatherings = new Map<GatheredFormat, Gathering>();

  /** @param path of the file the record stands in, within its archive */
  *take(record: RawRecord, path: string): Generator<RawRecord, void, undefined> {
    if ("reason" in record || !isFields(record.value)) {
      yield record;
      return;
    }
    const { at, value } = record;
    const format = recordFormatOf(value);
    if (format === undefined) {
      yield record;
      return;
    }
    const name = { key: format.key, title: format.title };
    if ("gather" in format) {
      const gathering = this.#gatherings.get(format) ?? format.gather();
      this.#gatherings.set(format, gathering);
      const reason = gathering.add(value, { at, path });
      if (reason !== null) yield { at, reason };
      if (gathering.held > mostHeld) throw tooMuch(format);
      return;
    }
    const read = format.read(value);
    if (typeof read === "string") yield { at, reason: read };
    else for (const fields of read) yield { at, value: tidy(fields), format: name };
  }

  /** What waited: to be asked for at the end of a file, or of its archive. */
  *rest(): Generator<RawRecord, void, undefined> {
    for (const [{ key, title }, gathering] of this.#gatherings) {
      for (const record of gathering.rest()) {
        if ("reason" in record) yield record;
        else
          yield {
            ...record,
            value: isFields(record.value) ? tidy(record.value) : record.value,
            format: { key, title },
          };
      }
    }
    this.#gatherings.clear();
  }
}

function tooMuch({ title }: GatheredFormat): ParallaxError {
  const millions = mostHeld / 1_000_000;
  return new ParallaxError(
    "too_large",
    `The ${title} hold more than ${millions} million characters: conversations spread over a file have to be held together. Export a shorter time and import the parts.`,
  );
}

/** Members that say nothing are left out, so that no warning speaks of them. */
function tidy(fields: Fields): Fields {
  const said = Object.entries(fields).filter(([, member]) => member !== undefined && member !== null);
  return Object.fromEntries(said);
}
