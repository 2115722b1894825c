import type { Part } from "../../../../worker/engines/model-call.ts";
import type { Prompt } from "../../../../worker/engines/prompts/prompt.ts";

export interface ReadBlock {
  tag: string;
  /** The value of its one attribute; empty where it has none. */
  name: string;
  lines: string[];
}

/**
 * Reads the data of a prompt back, line by line, and takes no line that is not ours: a tag from the first column, or a line
 * inside a block without any `<` or `>`. An image mark must stand right before its image.
 */
export function readData({ parts }: Pick<Prompt, "parts">): ReadBlock[] {
  const blocks: ReadBlock[] = [];
  let open: ReadBlock | null = null;
  for (const line of linesOf(parts)) {
    const begins = /^<([a-z]+)(?: (?:facet|id)="([^"<>]*)")?>$/.exec(line);
    if (open === null) {
      if (!begins) throw new Error(`outside of every block: ${line}`);
      open = { tag: begins[1] ?? "", name: begins[2] ?? "", lines: [] };
      blocks.push(open);
    } else if (line === `</${open.tag}>`) open = null;
    else if (open.tag === "item" && /^<image message="\d+"(?: shown="no")?\/>$/.test(line)) open.lines.push(line);
    else if (/[<>]/.test(line)) throw new Error(`markup in ${open.tag}: ${line}`);
    else open.lines.push(line);
  }
  if (open !== null) throw new Error(`${open.tag} is never closed`);
  return blocks;
}

function linesOf(parts: Part[]): string[] {
  const text = parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  if (!text.endsWith("\n")) throw new Error("the data does not end with a line");
  return text.slice(0, -1).split(/[\n\r\v\f\u0085\u2028\u2029]/);
}

/** The messages of an item, as a careful reader takes them. */
export function messagesOf(item: ReadBlock): { role: string; content: string }[] {
  const messages: { role: string; content: string }[] = [];
  for (const line of item.lines) {
    if (line.startsWith("<image ")) continue;
    const begins = /^\[([^[\]]{1,40})\] (.*)$/.exec(line);
    const last = messages.at(-1);
    if (begins) messages.push({ role: begins[1] ?? "", content: meant(begins[2] ?? "") });
    else if (last && line.startsWith("  ")) last.content += `\n${meant(line.slice(2))}`;
    else throw new Error(`neither a message nor its next line: ${line}`);
  }
  return messages;
}

function meant(said: string): string {
  return said.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
