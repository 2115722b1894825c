import { ParallaxError } from "../contract/error.ts";
import { ByteSource, toStream } from "./byte-source.ts";
import { mostUnpacked } from "./gunzip.ts";
import { isFields, type RawRecord } from "./record.ts";
import type { Run } from "./run.ts";
import type { ZipEntry } from "./unzip.ts";

/** Files that exports hold beside their conversations, and that say nothing. */
const sidecar =
  /^(?:.*\/)?(?:__MACOSX\/.*|\.DS_Store|user\.json|users\.json|projects\.json|memories\.json|message_feedback\.json|shared_conversations\.json|group_chats\.json|integration_logs\.json|canvases\.json|lists\.json|user_settings\.json|chat\.html|.*\.css)$/i;
/** Slack's lists of people and channels: its messages need them. */
const needed = /^(?:[^/]+\/)?(?:users|channels|groups|dms|mpims|org_users)\.json$/i;
/** Characters of pictures that wait until it is seen whether the archive holds conversations. */
const mostWaiting = 16_000_000;
const shownNames = 10;

/**
 * The records of every file in an archive. What cannot be read is reported by its name and the rest goes on. Pictures
 * beside conversations are their attachments and are left out; in an archive without any they are photos.
 */
export async function* readArchive(
  entries: AsyncIterable<ZipEntry>,
  path: string,
  run: Run,
  open: (source: ByteSource, path: string, run: Run) => AsyncGenerator<RawRecord, void, undefined>,
): AsyncGenerator<RawRecord, void, undefined> {
  const passedOver: string[] = [];
  const photos = new WaitingPhotos();
  let found = 0;
  try {
    for await (const { name, chunks } of entries) {
      if (name.endsWith("/") || name === "" || (sidecar.test(name) && !needed.test(name))) continue;
      const source = new ByteSource(toStream(chunks), mostUnpacked);
      try {
        for await (const record of open(source, path === "" ? name : `${path}/${name}`, run)) {
          if (needed.test(name) && !isConversation(record)) continue;
          if ("reason" in record) {
            yield { ...record, at: `${name}, ${record.at}` };
            continue;
          }
          found++;
          if (record.format?.key === "photo") yield* photos.take({ ...record, at: name });
          else yield* photos.pass({ ...record, at: `${name}, ${record.at}` });
        }
      } catch (error) {
        if (!(error instanceof ParallaxError)) throw error;
        if (error.code === "unsupported_type" || /holds? (?:nothing|no rows)|is empty/.test(error.message))
          passedOver.push(name);
        else yield { at: name, reason: error.message };
      } finally {
        await source.close();
      }
    }
  } catch (error) {
    // Broken off: what stood before the break is imported.
    if (!(error instanceof ParallaxError) || error.code !== "unreadable" || found === 0) throw error;
    yield { at: "the archive", reason: error.message };
  }
  for (const record of run.translation.rest()) yield* photos.pass(record);
  yield* photos.rest();
  if (photos.left > 0)
    run.warnings.add(`${photos.left} pictures beside the conversations of the archive were left out`);
  if (passedOver.length > 0) {
    const more = passedOver.length > shownNames ? ` and ${passedOver.length - shownNames} more` : "";
    const names = passedOver.slice(0, shownNames).map((name) => JSON.stringify(name.slice(-80)));
    run.warnings.add(`Files of the archive that hold no conversations were passed over: ${names.join(", ")}${more}`);
  }
}

/** Lists of people and channels hold none of their own. */
function isConversation(record: RawRecord): boolean {
  return !("reason" in record) && isFields(record.value) && Object.hasOwn(record.value, "messages");
}

class WaitingPhotos {
  #waiting: RawRecord[] = [];
  #characters = 0;
  #state: "undecided" | "photos" | "conversations" = "undecided";
  /** Pictures that were left out. */
  left = 0;

  *take(photo: RawRecord): Generator<RawRecord, void, undefined> {
    if (this.#state === "conversations") this.left++;
    else if (this.#state === "photos") yield photo;
    else {
      this.#waiting.push(photo);
      this.#characters += "reason" in photo ? 0 : JSON.stringify(photo.value).length;
      if (this.#characters > mostWaiting) {
        this.#state = "photos";
        yield* this.rest();
      }
    }
  }

  *pass(record: RawRecord): Generator<RawRecord, void, undefined> {
    if (!("reason" in record) && this.#state === "undecided") {
      this.#state = "conversations";
      this.left += this.#waiting.length;
      this.#waiting = [];
    }
    yield record;
  }

  *rest(): Generator<RawRecord, void, undefined> {
    const waiting = this.#waiting;
    this.#waiting = [];
    yield* waiting;
  }
}
