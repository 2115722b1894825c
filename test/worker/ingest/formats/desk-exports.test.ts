import { describe, expect, test } from "vitest";
import { importing } from "../memory-store.ts";

describe("help desks", () => {
  test("Intercom: source first, notes, events and redacted parts left out, the rating kept", async () => {
    const part = (part_type: string, type: string, body: string | null, more: object = {}) => ({
      part_type,
      body,
      author: { type },
      created_at: 1_734_537_600,
      ...more,
    });
    const conversation = {
      type: "conversation",
      id: "503",
      created_at: 1_734_537_511,
      source: { subject: "", body: "<p>Where is <b>it</b>?</p>", author: { type: "user" } },
      conversation_rating: { rating: 2, remark: "slow" },
      conversation_parts: {
        conversation_parts: [
          part("note", "admin", "<p>INTERNAL</p>"),
          part("comment", "bot", "<p>Here</p><p>and there<br>&amp; more</p>"),
          part("comment", "user", "<p>gone</p>", { redacted: true }),
          part("assignment", "admin", null),
        ],
      },
    };
    const { store, report } = await importing(JSON.stringify({ conversations: [conversation] }));
    expect(report.format).toBe("intercom");
    expect(store.said).toEqual([["user: Where is it?", "assistant: Here\n\nand there\n& more"]]);
    expect(store.first.metadata).toMatchObject({ rating: 2, ratingRemark: "slow" });
  });

  test("Zendesk: public comments, quotations and signatures cut, a chat inside a comment opened", async () => {
    const comment = (author_id: number, body: string, more: object = {}) => ({
      author_id,
      body,
      public: true,
      created_at: "2026-01-20T22:55:29Z",
      ...more,
    });
    const ticket = {
      id: 7,
      subject: "Printer",
      requester_id: 1,
      via: { channel: "email" },
      satisfaction_rating: { score: "bad" },
      comments: [
        comment(1, "On fire.\n\n> quoted\n\n-- \nSent from my phone"),
        comment(2, "INTERNAL", { public: false }),
        comment(-1, "Chat\n\n(10:01:02 AM) Visitor 1: hi\n(10:01:09 AM) Ann: hello\nand more", {
          via: { channel: "chat_transcript" },
        }),
        comment(2, "On Mon, 1 Jan 2026 at 10:00, C wrote:\n> x"),
      ],
      users: [
        { id: 1, name: "C", role: "end-user" },
        { id: 2, name: "Ann", role: "agent" },
      ],
    };
    const { store, report } = await importing(JSON.stringify(ticket));
    expect(report.format).toBe("zendesk");
    expect(store.said).toEqual([
      [
        "user: On fire.",
        "user: hi",
        "assistant: hello\nand more",
        "assistant: On Mon, 1 Jan 2026 at 10:00, C wrote:\n> x",
      ],
    ]);
    expect(store.first.metadata).toMatchObject({ rating: "bad" });
  });

  test("Amazon Connect: chats with times, calls with offsets only", async () => {
    const chat = {
      ContactId: "c",
      Participants: [{ ParticipantId: "P1" }],
      Transcript: [
        { Type: "EVENT", ParticipantRole: "CUSTOMER", ParticipantId: "P1" },
        {
          Type: "MESSAGE",
          Content: "Hi",
          ContentType: "text/plain",
          ParticipantRole: "CUSTOMER",
          AbsoluteTime: "2026-01-01T10:00:00.000Z",
        },
      ],
    };
    const call = {
      CustomerMetadata: { ContactId: "v" },
      Participants: [{ ParticipantId: "A", ParticipantRole: "AGENT" }],
      Transcript: [{ ParticipantId: "A", Content: "Good day", BeginOffsetMillis: 0 }],
    };
    const { store } = await importing(`${JSON.stringify(chat)}\n${JSON.stringify(call)}`);
    expect(store.said).toEqual([["user: Hi"], ["assistant: Good day"]]);
    expect(store.ids).toEqual(["c", "v"]);
  });
});

describe("mail", () => {
  const letter = (headers: string[], body: string) => [...headers, "", body, ""].join("\n");
  const mailbox = (...letters: string[]) =>
    letters.map((text) => `From - Tue Jan 20 16:09:44 2026\n${text}\n`).join("");

  test("a mailbox becomes threads, by reference, else by subject", async () => {
    const { store, report } = await importing(
      mailbox(
        letter(
          [
            "From: =?utf-8?Q?J=C3=B6rg?= <j@e.org>",
            "To: support@e.org",
            "Subject: =?ISO-8859-1?B?R3L232U=?=",
            "Message-ID: <1@e>",
            "Date: Tue, 20 Jan 2026 16:09:44 +0100",
            "Content-Type: text/plain; charset=iso-8859-1",
            "Content-Transfer-Encoding: quoted-printable",
          ],
          "Gr=F6=DFe 44 bitte",
        ),
        letter(
          ["From: b@e.org", "Subject: Other", "Message-ID: <9@e>", "Date: Wed, 21 Jan 2026 10:00:00 +0000"],
          "something else",
        ),
        letter(
          [
            "From: Support <support@e.org>",
            "Subject: Re: x",
            "In-Reply-To: <1@e>",
            "Message-ID: <2@e>",
            "Date: Tue, 20 Jan 2026 17:00:00 +0100",
          ],
          "Hello,\n>From here on.\n\n-----Original Message-----\nFrom: J\n> old\n-- \nTeam",
        ),
        letter(
          ["From: c@e.org", "Subject: RE: Other", "Message-ID: <10@e>", "Date: Wed, 21 Jan 2026 11:00:00 +0000"],
          "an answer by its subject",
        ),
      ),
    );
    expect(report).toMatchObject({ format: "mbox", imported: 2, rejectedCount: 0 });
    expect(store.said).toEqual([
      ["user: Größe 44 bitte", "assistant: Hello,\nFrom here on."],
      ["user: something else", "c@e.org: an answer by its subject"],
    ]);
    expect(store.first).toMatchObject({ externalId: "<1@e>", title: "Größe" });
  });

  test("one message alone: the plain part, attachments named; HTML where there is no plain part", async () => {
    const headers = ["From: a@e.org", "To: b@e.org", "Subject: s", "MIME-Version: 1.0"];
    const parts = letter(
      [...headers, "Content-Type: multipart/mixed; boundary=b"],
      "--b\nContent-Type: text/html\n\n<p>Hi <b>you</b></p>\n--b\nContent-Type: text/plain; name=n.txt\nContent-Disposition: attachment; filename=n.txt\n\nx\n--b--",
    );
    const { store, report } = await importing(parts);
    expect(report.format).toBe("eml");
    expect(store.said).toEqual([["user: Hi you\n[file: n.txt]"]]);
  });

  test("a message without text is reported, the others are imported", async () => {
    const { report } = await importing(
      mailbox(
        letter(["From: a@e.org", "Subject: s", "Message-ID: <1>"], ""),
        letter(["From: a@e.org", "Subject: t", "Message-ID: <2>"], "text"),
      ),
    );
    expect(report).toMatchObject({ imported: 1, rejected: [{ at: "message 1", reason: "the message has no text" }] });
  });
});
