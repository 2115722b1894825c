import { findPersonalData } from "./find-personal-data.ts";
import type { PersonalDataKind } from "./personal-data.ts";

/** A message as far as it is redacted. */
interface Said {
  role: string;
  content: string;
  images?: string[] | undefined;
}

/** Changes when the same content would be redacted otherwise: placeholders are put back by redacting it again. */
export const redactionVersion = "redaction-2";

const words: Record<PersonalDataKind, string> = {
  secret: "SECRET",
  iban: "IBAN",
  card: "CARD",
  "national-id": "ID",
  email: "EMAIL",
  ip: "IP",
  phone: "PHONE",
  "birth-date": "BIRTHDATE",
  address: "ADDRESS",
  name: "NAME",
};

/** How a placeholder looks, `[EMAIL_1]`, as a model may write it again; what it stands for is looked up whole. */
const placeholder = new RegExp(`\\[(${Object.values(words).join("|")})_(\\d{1,6})\\]`, "g");

/** Roles that say nothing about who it is. */
const plainRole =
  /(?<!\p{L})(?:user|assistant|system|tool|author|unknown|speaker|participant|customer|client|agent|manager|designer|marketing|expert|engineer|interface|professor|teacher|student|grad|postdoc|phd|doctor|patient|nurse|chair(?:man|woman|person)?|minister|interviewer|interviewee|host|guest|caller|moderator|seller|buyer|wizard|bot|persuader|persuadee|driver|passenger|person|member|human|ai)(?!\p{L})/iu;

/** A piece of a message: where it stands in the redacted text, and where in the text as it was. */
interface Replaced {
  start: number;
  end: number;
  from: number;
  to: number;
}

interface RedactedText {
  text: string;
  original: string;
  replaced: Replaced[];
}

/**
 * A content without the personal data that is found in it, and the way back. The same value has the same placeholder
 * throughout the content, and the same content always the same ones, so that nothing has to be kept to put them back.
 */
export class Redaction<Message extends Said> {
  readonly messages: Message[];
  readonly #texts: RedactedText[];
  /** By placeholder, the value as it first stood. */
  readonly #values = new Map<string, string>();

  constructor(messages: readonly Message[]) {
    const found = findPersonalData([...messages.map(({ content }) => content), ...rolesText(messages)]);
    const names = new Map<string, string>();
    const taken = takenNumbers(messages);
    this.#texts = messages.map(({ content }, place) => {
      const replaced: Replaced[] = [];
      let text = "";
      let at = 0;
      for (const { kind, start, end } of found[place] ?? []) {
        text += content.slice(at, start);
        const begin = text.length;
        text += this.#nameOf(kind, content.slice(start, end), names, taken);
        replaced.push({ start: begin, end: text.length, from: start, to: end });
        at = end;
      }
      return { text: text + content.slice(at), original: content, replaced };
    });
    this.messages = messages.map((message, place) => ({
      ...message,
      role: plainRole.test(message.role)
        ? message.role
        : this.#nameOf("name", message.role, names, taken).replace(/[[\]]/g, ""),
      content: this.#texts[place]?.text ?? "",
      // What a picture shows can't be checked: it is said that there is one, and not shown.
      ...(message.images ? { images: message.images.map(() => "withheld:") } : {}),
    }));
  }

  #nameOf(kind: PersonalDataKind, value: string, names: Map<string, string>, taken: Set<string>): string {
    const key = `${kind} ${identity(kind, value)}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    let name = "";
    for (let number = 1; name === "" || taken.has(name); number++) name = `[${words[kind]}_${number}]`;
    taken.add(name);
    names.set(key, name);
    this.#values.set(name, value);
    return name;
  }

  /** Words of a model about this content, with the values in the place of the placeholders. */
  restore(said: string): string {
    return said.replace(placeholder, (name) => this.#values.get(name) ?? name);
  }

  /** The words of a message as they were that now read as `quote`; null where these stand nowhere in it. */
  restoreQuote(message: number, quote: string): string | null {
    const redacted = this.#texts[message];
    if (!redacted || quote === "") return null;
    const at = redacted.text.indexOf(quote);
    if (at === -1) return null;
    return redacted.original.slice(before(redacted, at, "from"), before(redacted, at + quote.length, "to"));
  }
}

/** Where a place of the redacted text lies in the original; inside a placeholder its beginning or its end. */
function before({ replaced }: RedactedText, place: number, inside: "from" | "to"): number {
  let shift = 0;
  for (const piece of replaced) {
    if (place <= piece.start) break;
    if (place < piece.end) return piece[inside];
    shift = piece.to - piece.end;
  }
  return place + shift;
}

/** Two spellings of one value: telephone and card numbers by their digits, what has no case by its letters. */
function identity(kind: PersonalDataKind, value: string): string {
  if (kind === "phone" || kind === "card") return value.replace(/[^\d+]/g, "");
  if (kind === "iban" || kind === "national-id") return value.replace(/[\s-]/g, "").toUpperCase();
  return value.toLowerCase().replace(/\s+/g, " ");
}

/** What looks like a placeholder in a content from the start: ours must not be taken for it. */
function takenNumbers(messages: readonly Said[]): Set<string> {
  return new Set(messages.flatMap(({ content }) => content.match(placeholder) ?? []));
}

/** Names of speakers are looked for in what is said, too. */
function rolesText(messages: readonly Said[]): string[] {
  const names = [...new Set(messages.map(({ role }) => role))].filter((role) => !plainRole.test(role));
  return names.map((name) => `My name is ${name.replace(/(?<!\p{L})\p{Ll}/gu, (letter) => letter.toUpperCase())}.`);
}

export function holdsPlaceholder(text: string): boolean {
  return text.search(placeholder) !== -1;
}
