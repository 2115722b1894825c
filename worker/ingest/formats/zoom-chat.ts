import { roleOfName } from "../speaker.ts";
import type { TextFormat } from "../text-format.ts";

/** `10:01:30  From  Bo  to  Everyone : text`, or the text on the lines that follow, set in by a tab. */
const turnStart = /^(\d{2}:\d{2}:\d{2})\s+From\s+(.{1,100}?)(?:\s+to\s+(.{1,100}?))?\s{0,4}:(?:\s(.*)|\s*)$/i;

/** The chat of a Zoom meeting, as saved by a participant. It knows times of day and no date. */
export const zoomChat: TextFormat = {
  key: "zoom",
  title: "Zoom meeting chat",
  is: (start) => turnStart.test(start.split(/\r?\n/, 1)[0] ?? ""),
  *read(text, path) {
    const turns: { role: string; content: string }[] = [];
    let direct = 0;
    for (const line of text.split(/\r\n|\n|\r/)) {
      const start = turnStart.exec(line);
      const last = turns.at(-1);
      if (start) {
        if (/direct message|privately/i.test(start[3] ?? "")) direct++;
        turns.push({ role: roleOfName(start[2] ?? ""), content: start[4] ?? "" });
      } else if (last && !/^\s*Replying to "/.test(line)) last.content += `\n${line.trim()}`;
    }
    const messages = turns
      .map(({ role, content }) => ({ role, content: content.trim() }))
      .filter(({ content }) => content !== "");
    const name = (path.split("/").at(-1) ?? "").replace(/\.txt$/i, "");
    if (messages.length === 0) yield { at: "line 1", reason: "nobody wrote in the chat" };
    else
      yield {
        at: "line 1",
        value: { id: name, title: name, messages, metadata: direct > 0 ? { directMessages: direct } : {} },
      };
  },
};
