interface Turn {
  role: string;
  content: string;
}

interface Conversation {
  turns: Turn[];
  /** Who answers; an agent writes one language. */
  agent: string;
}

/** Turns of at most so many other conversations of the same agent follow the first, until the length is reached. */
const mostParts = 12;

/**
 * Endless conversations of about one length, put together from those of the project's own sample: each starts as one of
 * them and goes on with turns of others by the same agent, which are in the same language. Digits are drawn anew, so no
 * two are alike. The same for the same random numbers.
 * @param sample JSONL as in web/public/sample.jsonl
 * @param bytes of one line of JSONL, about
 */
export function* scaleContents(sample: string, bytes: number, random: () => number): Generator<string, never> {
  const all = sample.trim().split("\n").map(readConversation);
  const byAgent = Map.groupBy(all, ({ agent }) => agent);
  const pick = <Item>(list: readonly Item[]): Item => {
    const item = list[Math.floor(random() * list.length)];
    if (item === undefined) throw new Error("there is nothing to pick from");
    return item;
  };
  for (let number = 0; ; number++) {
    const first = pick(all);
    const others = byAgent.get(first.agent) ?? [first];
    const messages: Turn[] = [];
    let length = 40;
    for (let part = first, parts = 0; length < bytes && parts < mostParts; part = pick(others), parts++) {
      for (const { role, content } of part.turns) {
        if (length >= bytes) break;
        const said = content.replaceAll(/\d/g, () => String(Math.floor(random() * 10)));
        messages.push({ role, content: said });
        length += Buffer.byteLength(JSON.stringify(said)) + role.length + 28;
      }
    }
    yield JSON.stringify({ id: `scale-${String(number).padStart(7, "0")}`, messages });
  }
}

function readConversation(line: string): Conversation {
  const { messages, metadata }: { messages: Turn[]; metadata?: { agent?: string } } = JSON.parse(line);
  return { turns: messages.map(({ role, content }) => ({ role, content })), agent: metadata?.agent ?? "" };
}
