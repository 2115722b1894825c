import { describe, expect, test } from "vitest";
import { importing } from "../memory-store.ts";

const lines = (...records: unknown[]) => records.map((record) => JSON.stringify(record)).join("\n");

const node = (id: string, parent: string | null, children: string[], message: unknown) => ({
  id,
  parent,
  children,
  message,
});
const said = (role: string, text: string, more: object = {}) => ({
  author: { role },
  content: { content_type: "text", parts: [text] },
  ...more,
});

describe("ChatGPT exports", () => {
  const tree = {
    title: "Tree",
    conversation_id: "c1",
    current_node: "b2",
    mapping: {
      root: node("root", null, ["a"], null),
      a: node(
        "a",
        "root",
        ["b1", "b2"],
        said("user", "Question \ue200cite\ue202turn0\ue201", { create_time: 1_770_000_000 }),
      ),
      b1: node("b1", "a", [], said("assistant", "Thrown away")),
      t: node("t", "a", ["b2"], { author: { role: "assistant" }, content: { content_type: "thoughts" } }),
      b2: node("b2", "t", [], said("assistant", "Kept")),
    },
  };

  test("the branch last looked at is read, without thoughts and citation marks", async () => {
    const { report, store } = await importing(JSON.stringify([tree]));
    expect(report).toMatchObject({ format: "chatgpt-export", imported: 1 });
    expect(store.said).toEqual([["user: Question", "assistant: Kept"]]);
    expect(store.first).toMatchObject({ externalId: "c1", title: "Tree" });
    expect(store.first.messages[0]?.timestamp).toBe("2026-02-02T02:40:00Z");
  });

  test("a current node that is not there gives way to the newest leaf; a node named __proto__ is a node", async () => {
    const mapping = JSON.parse('{"__proto__":{"parent":null,"children":[],"message":null}}');
    mapping.x = node("x", "__proto__", [], said("user", "hello", { create_time: 5 }));
    const { store } = await importing(JSON.stringify([{ title: "t", current_node: "gone", mapping }]));
    expect(store.said).toEqual([["user: hello"]]);
  });

  test("messages hidden, of no weight, or for a tool are left out; pictures and voice are named", async () => {
    const parts = [
      { content_type: "image_asset_pointer" },
      { content_type: "audio_transcription", text: "Is it broken?" },
    ];
    const chain = [
      said("system", "hidden", { metadata: { is_visually_hidden_from_conversation: true } }),
      said("user", "light", { weight: 0 }),
      { author: { role: "user" }, content: { content_type: "multimodal_text", parts } },
      said("assistant", "search()", { recipient: "web.run" }),
      said("tool", "found"),
      said("assistant", "Yes."),
    ];
    const mapping = Object.fromEntries(
      chain.map((message, i) => [`n${i}`, node(`n${i}`, i === 0 ? null : `n${i - 1}`, [`n${i + 1}`], message)]),
    );
    const { store } = await importing(JSON.stringify([{ title: null, current_node: "n5", mapping }]));
    expect(store.said).toEqual([["user: [image]\nIs it broken?", "assistant: Yes."]]);
  });
});

describe("Claude exports", () => {
  const message = (uuid: string, parent: string, sender: string, text: string, more: object = {}) => ({
    uuid,
    parent_message_uuid: parent,
    sender,
    text,
    created_at: "2026-02-03T10:15:30.123456+00:00",
    ...more,
  });

  test("the current leaf's branch is read, pasted files with it, and old files without blocks", async () => {
    const attachments = [{ file_name: "a.txt", extracted_content: "pasted" }];
    const branched = {
      uuid: "c",
      name: "n",
      current_leaf_message_uuid: "3b",
      chat_messages: [
        message("1", "0", "human", "Hi", { attachments }),
        message("2", "1", "assistant", "", {
          content: [
            { type: "thinking", thinking: "hm" },
            { type: "text", text: "Yes" },
          ],
        }),
        message("3a", "2", "human", "left"),
        message("3b", "2", "human", "taken"),
      ],
    };
    const old = { uuid: "o", name: "", chat_messages: [{ uuid: "1", sender: "human", text: "Old" }] };
    const { store, report } = await importing(JSON.stringify([branched, old]));
    expect(report.format).toBe("claude-export");
    expect(store.said).toEqual([["user: Hi\n\n[file: a.txt]\npasted", "assistant: Yes", "user: taken"], ["user: Old"]]);
  });
});

describe("ShareGPT and Open Assistant", () => {
  test("turns with from and value, whatever their list is called", async () => {
    const { store } = await importing(
      lines(
        {
          id: "1",
          system: "Be kind.",
          conversations: [
            { from: "human", value: "q" },
            { from: "bing", value: "a" },
          ],
        },
        {
          id: "2",
          items: [
            { from: "human", value: "<p>x &amp; y</p>" },
            { from: "observation", value: "{}" },
          ],
        },
      ),
    );
    expect(store.said).toEqual([
      ["system: Be kind.", "user: q", "assistant: a"],
      ["user: x & y", "tool: {}"],
    ]);
  });

  test("every path of a tree is a conversation", async () => {
    const reply = (message_id: string, text: string, replies: object[] = []) => ({
      message_id,
      role: "assistant",
      text,
      replies,
    });
    const tree = {
      message_tree_id: "t",
      prompt: {
        message_id: "p",
        role: "prompter",
        text: "Q",
        replies: [reply("a", "A", [{ message_id: "b", role: "prompter", text: "B" }]), reply("c", "C")],
      },
    };
    const { store } = await importing(lines(tree, { ...tree, message_tree_id: "u" }));
    expect(store.ids).toEqual(["t/b", "t/c", "u/b", "u/c"]);
    expect(store.said.slice(0, 2)).toEqual([
      ["user: Q", "assistant: A", "user: B"],
      ["user: Q", "assistant: C"],
    ]);
  });
});

describe("files of OpenAI and Anthropic", () => {
  test("rows of training, preference, batch and stored answers", async () => {
    const { store, report } = await importing(
      lines(
        {
          messages: [
            { role: "system", content: "s" },
            { role: "user", content: "u" },
            { role: "assistant", content: null, tool_calls: [{ function: { name: "find" } }] },
          ],
        },
        {
          input: { messages: [{ role: "user", content: "p" }] },
          preferred_output: [{ role: "assistant", content: "good" }],
          non_preferred_output: [],
        },
        { custom_id: "b", body: { messages: [{ role: "user", content: "in a batch" }] } },
        { id: "chatcmpl", choices: [{ message: { role: "assistant", content: "only the reply" } }] },
        { prompt: "2+2?", completion: "4" },
      ),
    );
    expect(report).toMatchObject({ format: "openai-chat", rejectedCount: 0 });
    expect(store.said).toEqual([
      ["system: s", "user: u", "assistant: [tool call: find]"],
      ["user: p", "assistant: good"],
      ["user: in a batch"],
      ["assistant: only the reply"],
      ["user: 2+2?", "assistant: 4"],
    ]);
  });

  test("system apart, blocks, tool results in a user's turn, and the old text form", async () => {
    const { store } = await importing(
      lines(
        {
          custom_id: "x",
          params: {
            system: [{ type: "text", text: "sys" }],
            messages: [
              { role: "user", content: "q" },
              {
                role: "user",
                content: [
                  { type: "tool_result", content: "42" },
                  { type: "text", text: "so?" },
                ],
              },
            ],
          },
        },
        { chosen: "\n\nHuman: hi\n\nAssistant: hello", rejected: "" },
        { custom_id: "e", result: { type: "errored" } },
      ),
    );
    expect(store.said).toEqual([
      ["system: sys", "user: q", "tool: 42", "user: so?"],
      ["user: hi", "assistant: hello"],
    ]);
  });
});

describe("traces", () => {
  const turn = (role: string, content: string) => ({ role, content });

  test("Langfuse traces of a session become one conversation, whatever the order and however often it is repeated", async () => {
    const first = {
      id: "t1",
      sessionId: "s",
      timestamp: "2026-01-01T10:00:00Z",
      input: { messages: [turn("user", "a")] },
      output: turn("assistant", "b"),
    };
    const second = {
      ...first,
      id: "t2",
      timestamp: "2026-01-01T10:01:00Z",
      input: JSON.stringify([turn("user", "a"), turn("assistant", "b"), turn("user", "c")]),
      output: { choices: [{ message: turn("assistant", "d") }] },
    };
    for (const records of [
      [first, second],
      [second, first],
      [first, second, first],
    ]) {
      const { store, report } = await importing(lines(...records));
      expect(report.format).toBe("langfuse");
      expect(store.said).toEqual([["user: a", "assistant: b", "user: c", "assistant: d"]]);
      expect(store.first.messages.map(({ timestamp }) => timestamp)).toEqual([
        undefined,
        "2026-01-01T10:00:00Z",
        undefined,
        "2026-01-01T10:01:00Z",
      ]);
    }
  });

  test("Langfuse as a table, with JSON in its cells", async () => {
    const cell = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
    const { store, report } = await importing(
      `"id","sessionId","timestamp","input","output"\n"1","s","2026-01-01T10:00:00Z",${cell([turn("user", "q")])},${cell("a")}\n`,
    );
    expect(report.format).toBe("langfuse");
    expect(store.said).toEqual([["user: q", "assistant: a"]]);
  });

  test("LangSmith runs: of a model where there are any, else the root; grouped by thread", async () => {
    const message = (type: string, content: string) => ({
      lc: 1,
      type: "constructor",
      id: ["langchain", `${type}Message`],
      kwargs: { content, type },
    });
    const root = {
      id: "r",
      trace_id: "r",
      dotted_order: "1",
      run_type: "chain",
      inputs: { question: "unused" },
      outputs: { text: "unused" },
    };
    const model = {
      id: "m",
      trace_id: "r",
      parent_run_id: "r",
      dotted_order: "2",
      run_type: "llm",
      inputs: { messages: [[message("human", "q")]] },
      outputs: { generations: [[{ text: "a", message: message("ai", "a") }]] },
      extra: { metadata: { thread_id: "th" } },
    };
    const alone = {
      id: "z",
      trace_id: "z",
      dotted_order: "3",
      run_type: "chain",
      inputs: { question: "why?" },
      outputs: { answer: "so" },
    };
    const { store } = await importing(lines(root, model, alone));
    expect(store.ids).toEqual(["th", "z"]);
    expect(store.said).toEqual([
      ["user: q", "assistant: a"],
      ["user: why?", "assistant: so"],
    ]);
  });
});
