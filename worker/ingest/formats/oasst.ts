import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";

/** Paths one tree may have; real ones have a few dozen. */
const mostPaths = 2_000;

/** Open Assistant trees: every path from the prompt to a last reply is a conversation. */
export const oasst: WholeFormat = {
  key: "oasst-tree",
  title: "Open Assistant trees",
  is: (record) => isFields(record.prompt) && Array.isArray(record.prompt.replies),
  read: (record) => {
    if (!isFields(record.prompt)) return "the tree has no prompt";
    const tree = record.message_tree_id ?? record.prompt.message_id ?? "";
    const found: Fields[] = [];
    const open: { node: Fields; before: Fields[] }[] = [{ node: record.prompt, before: [] }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, before } = next;
      const path = [...before, node];
      const replies = Array.isArray(node.replies)
        ? node.replies.filter(isFields).filter(({ deleted }) => deleted !== true)
        : [];
      for (const reply of replies.toReversed()) open.push({ node: reply, before: path });
      if (replies.length > 0) continue;
      if (found.length >= mostPaths) return `the tree has more than ${mostPaths.toLocaleString("en")} paths`;
      found.push({
        id: path.length === 1 ? tree : `${String(tree)}/${String(node.message_id ?? found.length)}`,
        messages: path.map(({ role, text, created_date }) => ({
          role: role === "prompter" ? "user" : role,
          content: text,
          timestamp: created_date,
        })),
        metadata: { tree, language: record.prompt.lang },
      });
    }
    return found;
  },
};
