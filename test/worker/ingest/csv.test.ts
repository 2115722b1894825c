import { describe, expect, test } from "vitest";
import { Grouping } from "../../../worker/ingest/formats/csv-grouping.ts";
import { importing } from "./memory-store.ts";

describe("tables", () => {
  test.each([",", ";", "\t", "|"])("finds the delimiter %j", async (delimiter) => {
    const { store } = await importing(
      [
        ["id", "role", "text"],
        ["1", "user", "hi there"],
        ["1", "agent", "hello"],
      ]
        .map((row) => row.join(delimiter))
        .join("\n"),
    );
    expect(store.said).toEqual([["user: hi there", "assistant: hello"]]);
  });

  test("a sep= line names the delimiter", async () => {
    expect((await importing("sep=;\r\nid;role;text\r\n1;user;hi, there\r\n")).store.said).toEqual([
      ["user: hi, there"],
    ]);
  });

  test("rows in any order are put in order by number, or by time", async () => {
    const byNumber =
      "conversation_id,message_index,role,content\nb,1,agent,b1\na,10,user,a10\na,9,agent,a9\nb,0,user,b0";
    expect((await importing(byNumber)).store.said).toEqual([
      ["user: b0", "assistant: b1"],
      ["assistant: a9", "user: a10"],
    ]);
    const byTime = "id,time,role,text\na,2026-01-02 10:05,agent,late\na,2026-01-02 10:00,user,early";
    expect((await importing(byTime)).store.said).toEqual([["user: early", "assistant: late"]]);
  });

  test("columns are known in several languages", async () => {
    const german =
      "Gesprächs-ID;Nr;Zeitstempel;Rolle;Nachricht\r\n1;0;16.05.2020 07:31:23;Kunde;Hallo\r\n1;1;16.05.2020 07:32:00;Berater;Guten Tag";
    const { store } = await importing(`\ufeff${german}`);
    expect(store.first.messages).toEqual([
      { role: "user", content: "Hallo", timestamp: "2020-05-16T07:31:23Z" },
      { role: "assistant", content: "Guten Tag", timestamp: "2020-05-16T07:32:00Z" },
    ]);
    for (const header of [
      "id_conversación,rol,mensaje",
      "conversation,auteur,texte",
      "会話ID,役割,本文",
      "id,remetente,mensagem",
    ]) {
      expect((await importing(`${header}\n1,user,hola`)).store.said).toEqual([["user: hola"]]);
    }
  });

  test("without a header, columns are told from what they hold", async () => {
    const { report, store } = await importing("17,customer,hello there\n17,agent,hi\n18,customer,refund");
    expect(store.ids).toEqual(["17", "18"]);
    expect(store.said).toEqual([["user: hello there", "assistant: hi"], ["user: refund"]]);
    expect(report.warnings).toHaveLength(1);
  });

  test("a header may stand below a preamble", async () => {
    const { store } = await importing("Exported by Ann\n\nid,role,text\n1,user,hi\n", { filename: "x.csv" });
    expect(store.said).toEqual([["user: hi"]]);
  });

  test("quotes hold delimiters, line ends and doubled quotes; quotes inside words are kept", async () => {
    const { store } = await importing(
      'id,role,text\r\n1,user,"a ""b"", c\r\nd"\r\n1,agent,"said "no" twice"\r\n1,user,plain "x"\r\n',
    );
    expect(store.said).toEqual([['user: a "b", c\r\nd', 'assistant: said "no" twice', 'user: plain "x"']]);
  });

  test("an unclosed quote is reported by row and costs one line", async () => {
    for (const tail of ['2,user,hello\n3,user,"ok"', "2,user,hello\n3,user,ok"]) {
      const { report, store } = await importing(`id,role,text\n1,user,"never closed\n${tail}`);
      expect(report.rejected.map(({ at }) => at)).toEqual(["row 2"]);
      expect(store.ids).toEqual(["2", "3"]);
    }
  });

  test("rows may end in bare returns though quoted cells hold line feeds", async () => {
    const { report, store } = await importing(
      'id,role,text\r1,user,"two\nlines"\r1,agent,fine\r2,user,"He said ""no"""\r',
    );
    expect(report.rejectedCount).toBe(0);
    expect(store.said).toEqual([["user: two\nlines", "assistant: fine"], ['user: He said "no"']]);
  });

  test("a returned line alone is part of a cell, unless rows end so", async () => {
    expect((await importing("id,role,text\n1,user,a\rb\n")).store.said).toEqual([["user: a\rb"]]);
    expect((await importing("id,role,text\r1,user,a\r1,agent,b\r")).store.said).toEqual([["user: a", "assistant: b"]]);
  });

  test("reads one row a conversation: JSON, Python literals, transcripts", async () => {
    const file = `id,topic,messages
1,x,"[{""role"":""user"",""content"":""json""}]"
2,y,"[{'role': 'user', 'content': ""it's python""}, {'role': 'assistant', 'content': None, 'n': [1, (True,)]}]"
3,z,"__import__('os').system('id')"`;
    const { report, store } = await importing(file);
    expect(store.said).toEqual([["user: json"], ["user: it's python", "assistant: "]]);
    expect(store.first.metadata).toEqual({ topic: "x" });
    expect(report.rejected).toEqual([
      { at: "row 4", reason: expect.stringContaining("neither JSON nor a transcript") },
    ]);
    const transcript = 'id,transcript\n1,"Customer: Hi\nmy order: late\nAgent: Sorry"\n';
    expect((await importing(transcript)).store.said).toEqual([["user: Hi\nmy order: late", "assistant: Sorry"]]);
  });

  test("reads questions with their answers, several to a conversation", async () => {
    const { store } = await importing(
      "id,user_input,bot_response,thumbs\n1,hi,hello,up\n1,refund?,sure,down\n2,bye,,\n",
    );
    expect(store.said).toEqual([["user: hi", "assistant: hello", "user: refund?", "assistant: sure"], ["user: bye"]]);
  });

  test("reads one text a row as documents, with counts of likes as posts", async () => {
    const { store } = await importing("id,review,stars\n1,Lovely shop and quick,5\n2,Never again,1\n", {
      filename: "r.csv",
    });
    expect(store.first).toMatchObject({
      kind: "document",
      metadata: { stars: "5" },
      messages: [{ role: "author", content: "Lovely shop and quick" }],
    });
    expect((await importing("id,caption,likes\n1,Look at this,5\n")).store.first.kind).toBe("post");
  });

  test("ids are text, and one ruined by a spreadsheet is noticed", async () => {
    const { report, store } = await importing("id,role,text\n00123,user,a\n123,user,b\n1.2E+18,user,c\n");
    expect(store.ids).toEqual(["00123", "123", "1.2E+18"]);
    expect(report.warnings[0]).toContain("scientific notation");
  });

  test("cells too many are joined where the text comes last, else the row is refused", async () => {
    const { report, store } = await importing("id,role,text\n1,user,hello, you\n");
    expect(store.said).toEqual([["user: hello, you"]]);
    expect(report.rejectedCount).toBe(0);
    const refused = await importing("id,text,role\n1,hello, you,user\n2,ok,user\n");
    expect(refused.report.rejected).toEqual([{ at: "row 2", reason: "4 cells where there are 3 columns" }]);
  });

  test("a row that names no conversation is refused", async () => {
    const { report } = await importing("id,role,text\n1,user,hi\n,user,whose?\n");
    expect(report.rejected).toEqual([{ at: "row 3", reason: "the row does not say which conversation it belongs to" }]);
  });

  test("a table too large to hold is read as long as it is sorted", () => {
    const groups = new Grouping(3_500);
    const add = (id: string, row: number) => [
      ...groups.add(id, `row ${row}`, [{ role: "user", content: "x".repeat(400) }], {}),
    ];
    const records = ["a", "a", "b", "b", "c", "c", "a"].flatMap((id, index) => add(id, index + 2));
    const whole = [...records, ...groups.rest()];
    expect(whole.map(({ at }) => at)).toEqual(["row 2", "row 4", "row 8", "row 6"]);
    expect(whole[0]).toMatchObject({ value: { id: "a", messages: [{ role: "user" }, { role: "user" }] } });
    expect(whole[2]).toMatchObject({ reason: expect.stringContaining("not sorted") });
  });

  test("plain text with commas is not a table", async () => {
    await expect(
      importing("Dear all,\nI am writing, as promised, about the order.\nYours, Ann\n"),
    ).rejects.toMatchObject({ code: "unsupported_type" });
  });
});
