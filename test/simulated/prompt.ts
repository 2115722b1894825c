/** What stands in a prompt, read by the words of the contract alone: `Task:`, `<labels>`, `<item>`, `<cluster>` … */
export interface ReadPrompt {
  task: string | null;
  /** Per facet the lines of its `<labels>` block, up to the first " · ". */
  labels: Map<string, { label: string; count: number }[]>;
  items: { id: string; messages: { role: string; text: string }[]; text: string }[];
  clusters: { id: string; text: string }[];
  question: string | null;
  /** Labels may only be known ones, or Other. */
  frozen: boolean;
}

export function readPrompt(prompt: string): ReadPrompt {
  const task = /^[ \t]*Task: ([a-z-]+)[ \t]*$/m.exec(prompt)?.[1] ?? null;
  const labels = new Map<string, { label: string; count: number }[]>();
  for (const [facet, body] of blocksOf(prompt, "labels", "facet")) labels.set(facet, linesOf(body).map(readLabel));
  const items = [...blocksOf(prompt, "item", "id")].map(([id, body]) => ({
    id,
    messages: readMessages(body),
    text: unescaped(body),
  }));
  const clusters = [...blocksOf(prompt, "cluster", "id")].map(([id, body]) => ({
    id,
    text: unescaped(body.replace(/<contrast>[\s\S]*?<\/contrast>/g, "")).trim(),
  }));
  const question = /^[ \t]*<question>([\s\S]*?)<\/question>/m.exec(prompt)?.[1] ?? null;
  const rules = prompt.slice(0, Math.max(0, prompt.search(/^[ \t]*<item\b/m)));
  return {
    task,
    labels,
    items,
    clusters,
    question: question === null ? null : unescaped(question).trim(),
    frozen: /one of the known labels/i.test(rules),
  };
}

/**
 * The blocks of one tag by their attribute. A tag counts only at the start of a line, so that rules may speak of it;
 * of two with the same name the last counts, since data comes after rules.
 */
function blocksOf(prompt: string, tag: string, attribute: string): Map<string, string> {
  const pattern = new RegExp(
    `^[ \\t]*<${tag}\\b[^>\\n]*?\\b${attribute}="([^"]*)"[^>\\n]*>([\\s\\S]*?)</${tag}>`,
    "gm",
  );
  const blocks = new Map<string, string>();
  for (const [, name = "", body = ""] of prompt.matchAll(pattern)) {
    const key = unescaped(name);
    blocks.delete(key);
    blocks.set(key, body);
  }
  return blocks;
}

function readLabel(line: string): { label: string; count: number } {
  const [label = "", count = ""] = unescaped(line).split(" · ");
  return { label: label.trim(), count: Number(/\d+/.exec(count)?.[0] ?? 0) };
}

/** `[role] text` lines; a line without a role goes on with the message before it. Marks of pictures are no text. */
function readMessages(body: string): { role: string; text: string }[] {
  const messages: { role: string; lines: string[] }[] = [];
  const text = body.replace(/^[ \t]*<image\b[^>]*>[ \t]*\n/gm, "");
  for (const line of text.replace(/^\n|\n[ \t]*$/g, "").split("\n")) {
    const start = /^\[([^\]\n]{1,40})\] ?(.*)$/.exec(line);
    const last = messages.at(-1);
    if (start) messages.push({ role: (start[1] ?? "").toLowerCase(), lines: [start[2] ?? ""] });
    else if (last) last.lines.push(line.replace(/^ {2}/, ""));
    else if (line.trim() !== "") messages.push({ role: "user", lines: [line] });
  }
  return messages.map(({ role, lines }) => ({ role, text: unescaped(lines.join("\n")) }));
}

export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Once, from left to right: `&amp;lt;` is `&lt;`. */
function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
