import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes web/public/sample.jsonl from the conversations in this folder: invented customers of an invented shop, written by
 * hand. What is drawn here are order numbers, names of agents, times and plans, from a seed, so that the file is always
 * the same. `node scripts/sample/make-sample.ts`
 *
 * A conversation starts with `== intent | outcome | sentiment | channel`, and the minute it starts where what is said
 * depends on it; `c` is the customer, `a` the agent;
 * `{o}` and `{o2}` are order numbers, `{a}` the agent's name.
 */
const folder = path.join(import.meta.dirname, "conversations");
const target = path.resolve(import.meta.dirname, "../../web/public/sample.jsonl");

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 9, 5);
const days = 42;

/** Seconds between two messages, at least and at most. */
const pace: Record<string, [number, number]> = {
  chat: [15, 210],
  app: [30, 900],
  phone: [4, 30],
  email: [1800, 26 * 3600],
};

const plans = ["none", "none", "none", "plus", "plus", "box"];
const agents: Record<string, string[]> = {
  en: ["Rowan", "Marta", "Idris", "Beth"],
  de: ["Jonas", "Silke"],
  es: ["Lucía", "Álvaro"],
  fr: ["Camille", "Yann"],
  pt: ["Inês", "Caio"],
  it: ["Giada", "Piero"],
  ja: ["大西", "森"],
};

/** The minimal standard generator (Park and Miller 1988, multiplier of 1993): the same numbers everywhere. */
function seeded(seed: number): () => number {
  const modulus = 2_147_483_647;
  let state = seed % modulus;
  return () => {
    state = (state * 48_271) % modulus;
    return state / modulus;
  };
}

interface Script {
  language: string;
  labels: { intent: string; outcome: string; sentiment: string };
  channel: string;
  /** Milliseconds since 1970; undefined where any day will do. */
  start: number | undefined;
  lines: { role: "user" | "assistant"; content: string }[];
}

function readScripts(): Script[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) =>
      readFileSync(path.join(folder, file), "utf8")
        .split(/^== /m)
        .slice(1)
        .map((block) => readScript(block, file.slice(0, 2))),
    );
}

function readScript(block: string, language: string): Script {
  const [head = "", ...rest] = block.trim().split("\n");
  const [intent, outcome, sentiment, channel, minute] = head.split(" | ");
  if (!intent || !outcome || !sentiment || !channel || !pace[channel]) throw new Error(`Not a heading: ${head}`);
  const lines = rest.map((line) => {
    if (!/^[ca] \S/.test(line)) throw new Error(`Neither customer nor agent: ${line}`);
    return { role: line.startsWith("c") ? ("user" as const) : ("assistant" as const), content: line.slice(2) };
  });
  const start = minute === undefined ? undefined : Date.parse(`${minute.replace(" ", "T")}:00Z`);
  return { language, labels: { intent, outcome, sentiment }, channel, start, lines };
}

const random = seeded(20261005);
const between = (low: number, high: number) => low + random() * (high - low);
const pick = <Item>(items: Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("Nothing to pick from");
  return item;
};

/** People write from seven in the morning to eleven at night, most of them in the afternoon. */
function drawStart(): number {
  return start + Math.floor(random() * days) * day + Math.floor((between(7, 15) + between(0, 8)) * 3600) * 1000;
}

/** Letters are answered in working hours and read after breakfast. */
function awake(time: number, role: "user" | "assistant", channel: string): number {
  if (channel !== "email") return time;
  const [opens, closes] = role === "assistant" ? [8, 18] : [7, 22];
  const hour = (time % day) / 3_600_000;
  const morning = Math.floor(time / day) * day + (opens + random() * 2) * 3_600_000;
  if (hour < opens) return Math.floor(morning / 1000) * 1000;
  return hour < closes ? time : Math.floor((morning + day) / 1000) * 1000;
}

const drawn = readScripts().map((script) => {
  const orders = {
    "{o}": `QM-${Math.floor(between(40_000, 99_999))}`,
    "{o2}": `QM-${Math.floor(between(40_000, 99_999))}`,
  };
  const agent = pick(agents[script.language] ?? []);
  let time = script.start === undefined ? drawStart() : script.start + Math.floor(between(0, 60)) * 1000;
  const [fastest, slowest] = pace[script.channel] ?? [15, 200];
  const messages = script.lines.map(({ role, content }, index) => {
    if (index > 0) time = awake(time + Math.floor(between(fastest, slowest)) * 1000, role, script.channel);
    const filled = content
      .replaceAll(/\{o2?\}/g, (slot) => (slot === "{o}" ? orders["{o}"] : orders["{o2}"]))
      .replaceAll("{a}", agent);
    return { role, content: filled, timestamp: new Date(time).toISOString().replace(".000Z", "Z") };
  });
  const plan = /subscription/.test(script.labels.intent) ? "box" : pick(plans);
  return { messages, metadata: { channel: script.channel, plan, agent }, labels: script.labels };
});

const lines = drawn
  .toSorted((a, b) => ((a.messages[0]?.timestamp ?? "") < (b.messages[0]?.timestamp ?? "") ? -1 : 1))
  .map((conversation, index) =>
    JSON.stringify({ id: `sample-${String(index + 1).padStart(3, "0")}`, ...conversation }),
  );
writeFileSync(target, `${lines.join("\n")}\n`);
console.log(`${lines.length} conversations, ${Math.round(Buffer.byteLength(lines.join("\n")) / 1024)} KB`);
