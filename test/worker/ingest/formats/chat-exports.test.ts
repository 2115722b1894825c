import { describe, expect, test } from "vitest";
import { importing } from "../memory-store.ts";
import { zipped } from "./zipped.ts";

describe("Slack", () => {
  const export_ = {
    "support/2026-01-05.json": [
      {
        type: "message",
        user: "U1",
        text: "Hi <@U2>, see <https://e.org|this> &amp; <#C1|help>",
        ts: "1767600001.000200",
        thread_ts: "1767600001.000200",
      },
      { type: "message", subtype: "channel_join", user: "U1", text: "joined", ts: "1767600000.000100" },
      {
        type: "message",
        subtype: "bot_message",
        bot_id: "B1",
        text: "",
        attachments: [{ fallback: "Ticket made" }],
        ts: "1767600003.000100",
      },
    ],
    "support/2026-01-06.json": [
      { type: "message", user: "U2", text: "a day later", ts: "1767686400.000500", thread_ts: "1767600001.000200" },
    ],
    "D1/2026-01-05.json": [
      { type: "message", user: "U2", text: "direct", ts: "1767600100.000100" },
      { type: "message", user: "U1", text: "answer", ts: "1767600101.000100" },
    ],
    "users.json": [
      { id: "U1", name: "ann", profile: {} },
      { id: "U2", name: "x", real_name: "Shop Support", profile: {} },
    ],
    "channels.json": [{ id: "C1", name: "support", members: ["U1"] }],
    "integration_logs.json": [],
  };

  test("threads over several days, bots, direct messages; names wherever their list stands", async () => {
    const { report, store } = await importing(zipped(export_), { filename: "slack.zip" });
    expect(report).toMatchObject({ format: "slack-export", imported: 3, rejectedCount: 0, warnings: [] });
    expect(store.said).toEqual([
      ["ann: Hi @Shop Support, see this (https://e.org) & #help", "assistant: a day later"],
      ["assistant: Ticket made"],
      ["assistant: direct", "ann: answer"],
    ]);
  });
});

describe("Discord, Telegram, Teams", () => {
  test("Discord: events and doubles dropped, what stands in an embed alone is read", async () => {
    const author = (name: string, isBot = false) => ({ name, isBot });
    const messages = [
      {
        id: "1",
        type: "Default",
        content: "hi",
        author: author("zoe"),
        timestamp: "2026-02-20T16:09:44.2091234+02:00",
      },
      { id: "1", type: "Default", content: "hi", author: author("zoe") },
      { id: "2", type: "GuildMemberJoin", content: "Joined.", author: author("bo") },
      {
        id: "3",
        type: "Reply",
        content: "",
        author: author("helper", true),
        embeds: [{ title: "T", description: "D" }],
        attachments: [{ fileName: "a.png" }],
      },
    ];
    const { store, report } = await importing(
      JSON.stringify({ guild: { name: "g" }, channel: { id: "7", name: "help" }, messages }),
    );
    expect(report.format).toBe("discord");
    expect(store.said).toEqual([["zoe: hi", "assistant: T\nD\n[file: a.png]"]]);
    expect(store.first.messages[0]?.timestamp).toBe("2026-02-20T14:09:44.209Z");
  });

  test("Telegram: one chat or all of them, text in parts, unknown senders, services dropped", async () => {
    const chat = (id: number) => ({
      id,
      name: `chat ${id}`,
      messages: [
        { type: "service", date_unixtime: "1767607200", text: "" },
        {
          type: "message",
          date_unixtime: "1767607205",
          from: "Bob",
          text: ["see ", { type: "link", text: "https://e.org" }],
        },
        { type: "message", date_unixtime: "1767607206", from: null, text: "", media_type: "voice_message" },
      ],
    });
    const all = await importing(JSON.stringify({ about: "x", chats: { about: "y", list: [chat(1), chat(2)] } }));
    expect(all.report).toMatchObject({ format: "telegram", imported: 2 });
    expect(all.store.said[0]).toEqual(["bob: see https://e.org", "unknown: [voice_message]"]);
    expect((await importing(JSON.stringify(chat(1)))).report.imported).toBe(1);
  });

  test("Telegram: an export of many megabytes is read chat by chat", async () => {
    const message = { type: "message", date_unixtime: "1767607205", from: "Bob", text: "x".repeat(50_000) };
    const list = Array.from({ length: 120 }, (_, id) => ({ id, name: `chat ${id}`, messages: [message] }));
    const { report } = await importing(JSON.stringify({ about: "x", chats: { about: "y", list } }));
    expect(report).toMatchObject({ format: "telegram", imported: 120, rejectedCount: 0 });
  });

  test("Teams: newest first, HTML, events and deleted messages dropped", async () => {
    const message = (time: string, content: string, more: object = {}) => ({
      messageType: "message",
      createdDateTime: time,
      from: { user: { displayName: "Adele" } },
      body: { contentType: "html", content },
      ...more,
    });
    const value = [
      message("2026-01-05T10:02:00Z", "<p>second &amp; last</p>"),
      message("2026-01-05T10:01:30Z", "", { deletedDateTime: "2026-01-05T10:05:00Z" }),
      message("2026-01-05T10:01:00Z", "<div>first<attachment id='1'></attachment></div>", {
        attachments: [{ name: "a.xlsx" }],
      }),
      { ...message("2026-01-05T10:00:00Z", "<x/>"), messageType: "systemEventMessage" },
    ];
    const { store, report } = await importing(JSON.stringify({ "@odata.context": "c", value }));
    expect(report.format).toBe("teams");
    expect(store.said).toEqual([["adele: first\n[file: a.xlsx]", "adele: second & last"]]);
  });
});

describe("WhatsApp", () => {
  test("Android: several lines, colons in a text, notices without a sender", async () => {
    const chat =
      '20/01/2026, 16:09 - Messages and calls are end-to-end encrypted.\n20/01/2026, 16:09 - Ann created group "Help: desk"\n20/01/2026, 16:10 - Ann: price is 10:30 - ok?\nsecond line: yes\n20/01/2026, 16:11 - Shop Support: fine\n20/01/2026, 16:15 - null\n';
    const { store, report } = await importing(chat, { filename: "WhatsApp Chat with Ann.txt" });
    expect(report.format).toBe("whatsapp");
    expect(store.first.title).toBe("Ann");
    expect(store.said).toEqual([["ann: price is 10:30 - ok?\nsecond line: yes", "assistant: fine"]]);
    expect(store.first.messages[0]?.timestamp).toBe("2026-01-20T16:10:00Z");
  });

  test("iOS: brackets, marks of direction, names not in the address book, named by its archive", async () => {
    const chat =
      "\u200e[1/25/26, 4:09:44\u202fPM] Shop: \u200eMessages and calls are end-to-end encrypted.\r\n[1/25/26, 4:10:02\u202fPM] ~\u202fAnn: hello\r\nthere\r\n\u200e[1/25/26, 4:11:00\u202fPM] \u202a+49 170 1\u202c: \u200eimage omitted\r\n";
    const { store } = await importing(zipped({ "_chat.txt": chat }), { filename: "WhatsApp Chat - Ann.zip" });
    expect(store.said).toEqual([["ann: hello\nthere", "+49 170 1: image omitted"]]);
    expect(store.first.title).toBe("Ann");
    expect(store.first.messages[0]?.timestamp).toBe("2026-01-25T16:10:02Z");
  });

  test("days and months that cannot be told apart are left out and said", async () => {
    const { report, store } = await importing("01/02/2026, 16:09 - Ann: hi\n03/04/2026, 16:10 - Bob: ho\n");
    expect(store.first.messages[0]?.timestamp).toBeUndefined();
    expect(report.warnings.join()).toContain("day and month");
  });
});

describe("captions, meetings, plain text", () => {
  test("Teams and Zoom transcripts are conversations, captions without speakers a document", async () => {
    const teams =
      "\ufeffWEBVTT\r\n\r\nNOTE x\r\n\r\n00:00:01.000 --> 00:00:02.000\r\n<v Adele Vance>Good\r\nmorning</v>\r\n\r\n00:02.500 --> 00:03.000\r\n<v.loud Bo>a &lt; b\r\n";
    expect((await importing(teams)).store.said).toEqual([["adele vance: Good morning", "bo: a < b"]]);
    const zoom =
      "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nMaria (she/her): Hello: at 10:30\n\n2\n00:00:03.000 --> 00:00:04.000\nand more\n";
    const meeting = await importing(zoom);
    expect(meeting.report.format).toBe("zoom");
    expect(meeting.store.said).toEqual([["maria (she/her): Hello: at 10:30", "maria (she/her): and more"]]);
    const film = await importing(
      "1\n00:00:01,000 --> 00:00:02,000\nOnce <i>upon</i>\n\n2\n00:00:02,000 --> 00:00:03,000\na time\n",
      { filename: "film.srt" },
    );
    expect(film.report.format).toBe("srt");
    expect(film.store.first).toMatchObject({ kind: "document", title: "film" });
    expect(film.store.said).toEqual([["author: Once upon\na time"]]);
  });

  test("Zoom's saved chat in both its forms", async () => {
    const chat =
      "10:01:02\t From  Maria : hi all\r\n10:01:30 From Ann to Bo(Direct Message):\r\n\tnext line\r\n\tand one\r\n";
    expect((await importing(chat)).store.said).toEqual([["maria: hi all", "ann: next line\nand one"]]);
  });

  test("conversations set apart by rules or headings, in the forms people write them", async () => {
    const text =
      "Conversation a-1\n[10:00] Customer: hi\n- Agent: hello\n--------\nConversation b-2\n**User:**\n\nwhere?\n\nAgent (Bo) [10:02]: here\n";
    const { report, store } = await importing(text, { filename: "calls.txt" });
    expect(report).toMatchObject({ format: "text", imported: 2 });
    expect(store.ids).toEqual(["a-1", "b-2"]);
    expect(store.said).toEqual([
      ["user: hi", "assistant: hello"],
      ["user: where?", "assistant: here"],
    ]);
  });

  test("somebody who speaks once is a speaker where most lines start with a name", async () => {
    expect((await importing("Ann: hi\nBob: hello\nAnn: bye\n")).store.said).toEqual([
      ["ann: hi", "bob: hello", "ann: bye"],
    ]);
    await expect(importing("name: x\nvalue: y\nkind: z\n")).rejects.toMatchObject({ code: "unsupported_type" });
  });

  test("text in which nobody speaks is a document, a few words are nothing", async () => {
    const prose =
      "It was a long and rainy day in the town by the sea, and nobody went out of the house before the evening came.";
    expect((await importing(prose, { filename: "day.txt" })).store.first).toMatchObject({
      kind: "document",
      title: "day",
    });
    await expect(importing("just a note")).rejects.toMatchObject({ code: "unsupported_type" });
  });
});
