import PostalMime, { type Email } from "postal-mime";
import { ParallaxError } from "../contract/error.ts";
import { htmlToText } from "./html-text.ts";
import { cutQuoted } from "./mail-text.ts";
import type { RawRecord } from "./record.ts";
import { roleOfName } from "./speaker.ts";

/** Bytes one message may have: it is held whole, with its attachments. */
const largestMessage = 12 * 1024 * 1024;
/** Characters of mail that may be held while its threads are put together. */
const mostHeld = 24_000_000;

interface Letter {
  at: string;
  id: string;
  answers: string[];
  subject: string;
  from: string;
  address: string;
  date: string | undefined;
  text: string;
}

const name = (key: "mbox" | "eml") => ({ key, title: key === "mbox" ? "Mailbox" : "E-mail" });

/**
 * Conversations of a mailbox (mbox) or of one message (eml): messages that answer each other, by their references, where
 * there are none by their subject. Quoted text and signatures are cut off, attachments named.
 * @throws ParallaxError `too_large`
 */
export async function* readMail(
  kind: "mbox" | "eml",
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<RawRecord, void, undefined> {
  const letters: Letter[] = [];
  let held = 0;
  let number = 0;
  for await (const bytes of kind === "mbox" ? splitMailbox(chunks) : whole(chunks)) {
    number++;
    const at = `message ${number}`;
    const letter = bytes === null ? tooLong : await readLetter(bytes, at);
    if (typeof letter === "string") {
      yield { at, reason: letter };
      continue;
    }
    letters.push(letter);
    held += letter.text.length + 1_000;
    if (held > mostHeld) {
      throw new ParallaxError(
        "too_large",
        `The mailbox holds more than ${mostHeld / 1_000_000} million characters of text: threads have to be held together. Split it by folder or year.`,
      );
    }
  }
  for (const thread of threadsOf(letters)) yield { ...toRecord(thread), format: name(kind) };
}

const tooLong = `the message is larger than ${largestMessage / 1024 / 1024} MB`;

/** The message's bytes; null where it is too large to be held. */
async function* whole(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | null, void, undefined> {
  const gather = new Gather();
  for await (const chunk of chunks) gather.add(chunk);
  yield gather.take();
}

/** A line that starts with `From ` after an empty line opens the next message (RFC 4155). */
async function* splitMailbox(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | null, void, undefined> {
  const gather = new Gather();
  let rest: Uint8Array = new Uint8Array(0);
  let emptyBefore = true;
  let started = false;
  for await (const chunk of chunks) {
    const bytes = join(rest, chunk);
    let from = 0;
    for (let end = bytes.indexOf(10, from); end >= 0; end = bytes.indexOf(10, from)) {
      const line = bytes.subarray(from, end + 1);
      from = end + 1;
      if (emptyBefore && startsWithFrom(line)) {
        if (started) yield gather.take();
        started = true;
        gather.clear();
      } else gather.add(line);
      emptyBefore = line.length === 1 || (line.length === 2 && line[0] === 13);
    }
    rest = bytes.slice(from);
    if (rest.length > largestMessage) {
      gather.add(rest);
      rest = new Uint8Array(0);
    }
  }
  gather.add(rest);
  if (started) yield gather.take();
}

function startsWithFrom(line: Uint8Array): boolean {
  return [70, 114, 111, 109, 32].every((code, index) => line[index] === code);
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

class Gather {
  #parts: Uint8Array[] = [];
  #size = 0;

  add(part: Uint8Array): void {
    this.#size += part.length;
    if (this.#size > largestMessage) this.#parts = [];
    else this.#parts.push(part.slice());
  }

  take(): Uint8Array | null {
    if (this.#size > largestMessage) return null;
    const joined = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }

  clear(): void {
    this.#parts = [];
    this.#size = 0;
  }
}

async function readLetter(bytes: Uint8Array, at: string): Promise<Letter | string> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(bytes);
  } catch {
    return "the message cannot be parsed: it is not built as mail is";
  }
  const written = mail.text?.trim() ? mail.text : mail.html ? htmlToText(mail.html) : "";
  const files = mail.attachments
    .filter(({ disposition, filename }) => disposition !== "inline" && filename)
    .map(({ filename }) => `[file: ${filename}]`);
  const text = [cutQuoted(written), ...files].filter((part) => part !== "").join("\n");
  if (text === "") return "the message has no text";
  const sender = mail.from;
  const address = (sender && "address" in sender ? (sender.address ?? "") : "").toLowerCase();
  const ids = (value: string | undefined) => value?.match(/<[^<>\s]+>/g) ?? [];
  return {
    at,
    id: ids(mail.messageId)[0] ?? "",
    answers: [...ids(mail.references), ...ids(mail.inReplyTo)],
    subject: mail.subject?.replaceAll(/\s+/g, " ").trim() ?? "",
    from: sender?.name || address,
    address,
    date: validDate(mail.date),
    text,
  };
}

function validDate(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? "");
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

const answerMarks = /^(?:\s*(?:re|aw|sv|antw|fwd?|wg|tr|rv|rif|odp|回复|答复)(?:\[\d+\])?\s*[:：])+\s*/i;

/** Messages that answer each other, directly or over others; an answer that names none belongs to its subject. */
function threadsOf(letters: Letter[]): Letter[][] {
  const rootOf = new Map<string, string>();
  const find = (key: string): string => {
    let root = key;
    for (let next = rootOf.get(root); next !== undefined && next !== root; next = rootOf.get(root)) root = next;
    for (let at = key; at !== root; ) {
      const next = rootOf.get(at) ?? root;
      rootOf.set(at, root);
      at = next;
    }
    return root;
  };
  const keys = letters.map(({ id, at, answers, subject }) => {
    const own = id === "" ? `at ${at}` : id;
    const plain = subject.replace(answerMarks, "").toLowerCase();
    // Its own subject line joins an answer to what it answers only where no reference does.
    const others = answers.length > 0 ? answers : answerMarks.test(subject) && plain !== "" ? [`subject ${plain}`] : [];
    for (const other of others) if (find(own) !== find(other)) rootOf.set(find(own), find(other));
    return { own, plain };
  });
  // What opened a thread has the subject that answers without a reference are about.
  const asked = new Set([...rootOf].flat());
  for (const [index, { own, plain }] of keys.entries()) {
    const subject = `subject ${plain}`;
    if (letters[index]?.answers.length === 0 && asked.has(subject) && find(own) !== find(subject))
      rootOf.set(find(own), find(subject));
  }
  const threads = new Map<string, Letter[]>();
  for (const [index, letter] of letters.entries()) {
    const root = find(keys[index]?.own ?? "");
    const thread = threads.get(root) ?? [];
    threads.set(root, thread);
    thread.push(letter);
  }
  return [...threads.values()];
}

const desks =
  /^(?:support|help|helpdesk|service|kundenservice|info|contact|care|team|no-?reply|sales|hello|customer[.-]?(?:service|care))(?:[+.-]|@)/;

function toRecord(thread: Letter[]): RawRecord {
  const letters = thread.every(({ date }) => date !== undefined)
    ? thread.toSorted((a, b) => Date.parse(a.date ?? "") - Date.parse(b.date ?? ""))
    : thread;
  const [first] = letters;
  const opener = first?.address ?? "";
  const deskOpens = desks.test(opener);
  const messages = letters.map(({ from, address, text, date }) => {
    const isDesk = desks.test(address);
    const role = isDesk ? "assistant" : address === opener || deskOpens ? "user" : roleOfName(from);
    return { role, content: text, ...(date === undefined ? {} : { timestamp: date }) };
  });
  return {
    at: first?.at ?? "message 1",
    value: { id: first?.id ?? "", title: first?.subject.replace(answerMarks, "") ?? "", messages },
  };
}
