import { env, exports } from "cloudflare:workers";
import { strToU8, zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import type { Content, ContentItem, ImportPreview, ImportReport } from "../../worker/contract/content.ts";
import type { Page } from "../../worker/contract/page.ts";
import type { Dataset, Project } from "../../worker/contract/project.ts";
import { call, codeOf, origin, type Somebody, signUp } from "./client.ts";
import { makerOf } from "./making.ts";

let ada: Somebody;

beforeAll(async () => {
  ada = await signUp();
});

const { made, shown } = makerOf(() => ada);

/** Sends the bytes of a file; `exports` takes whole requests, so that bodies need not be text. */
async function send(path: string, bytes: Uint8Array): Promise<Response> {
  const headers = { ...ada.bearer, "content-type": "application/octet-stream" };
  return exports.default.fetch(
    new Request(`${origin}/api${path}`, { method: "POST", headers, body: new Uint8Array(bytes) }),
  );
}

async function newDataset(): Promise<Dataset> {
  const project = await made<Project>("/projects", { name: "Formats" });
  return made<Dataset>(`/projects/${project.id}/datasets`, { name: "files" });
}

const turn = (id: string, parent: string | null, role: string, text: string) => ({
  id,
  parent,
  children: [],
  message: { author: { role }, content: { content_type: "text", parts: [text] } },
});

const chatgpt = zipSync({
  "conversations.json": strToU8(
    JSON.stringify([
      {
        title: "Parcel",
        conversation_id: "c1",
        current_node: "b",
        mapping: {
          a: turn("a", null, "user", "Where is my parcel? I wait."),
          b: turn("b", "a", "assistant", "On its way."),
        },
      },
      { title: "Leer", conversation_id: "c2", current_node: "x", mapping: {} },
      {
        title: "Paket",
        conversation_id: "c3",
        current_node: "a",
        mapping: { a: turn("a", null, "user", "Wo ist mein Paket? Ich warte schon lange.") },
      },
    ]),
  ),
  "user.json": strToU8("{}"),
});

describe("files of other tools over HTTP", () => {
  it("a zip is previewed in one sentence, and nothing is stored", async () => {
    const count = () => env.DB.prepare("SELECT count(*) AS n FROM content").first<number>("n");
    const before = await count();
    const answer = await send("/datasets/preview?filename=export.zip", chatgpt);
    expect(answer.status).toBe(200);
    expect(await answer.json<ImportPreview>()).toMatchObject({
      sentence: "ChatGPT export, 2 conversations, 2 languages, 1 record that cannot be read",
      format: "chatgpt-export",
      samples: [
        { externalId: "c1", title: "Parcel", messages: [{ role: "user" }, { role: "assistant" }] },
        { externalId: "c3" },
      ],
    });
    expect(await count()).toBe(before);
  });

  it("and imported: what can be read is there, what cannot is named", async () => {
    const dataset = await newDataset();
    const report = await (await send(`/datasets/${dataset.id}/import`, chatgpt)).json<ImportReport>();
    expect(report).toMatchObject({
      imported: 2,
      format: "chatgpt-export",
      rejected: [{ at: "conversations.json, record 2", reason: expect.stringContaining("empty") }],
    });
    const { items } = await shown<Page<ContentItem>>(`/datasets/${dataset.id}/content`);
    expect(items.map(({ externalId }) => externalId)).toEqual(["c1", "c3"]);
    const { messages } = await shown<Content>(`/content/${items[0]?.id}`);
    expect(messages.map(({ content }) => content)).toEqual(["Where is my parcel? I wait.", "On its way."]);
    const again = await (await send(`/datasets/${dataset.id}/import`, chatgpt)).json<ImportReport>();
    expect(again).toMatchObject({ imported: 0, duplicates: 2 });
  });

  it("the columns of a table may be said, in a preview and in an import", async () => {
    const dataset = await newDataset();
    const table = strToU8("Who,Body,Case\nzoe,Lost my card,7\nbo,We send a new one,7\n");
    const mapping = encodeURIComponent(JSON.stringify({ id: "Case", role: "Who", text: "Body" }));
    const preview = await (
      await send(`/datasets/preview?filename=t.csv&mapping=${mapping}`, table)
    ).json<ImportPreview>();
    expect(preview).toMatchObject({
      contents: 1,
      arrangement: "message",
      mapping: { id: "Case", role: "Who", text: "Body" },
    });
    const report = await (await send(`/datasets/${dataset.id}/import?mapping=${mapping}`, table)).json<ImportReport>();
    expect(report.imported).toBe(1);
    expect(await codeOf(await send(`/datasets/${dataset.id}/import?mapping=nonsense`, table))).toBe("invalid_request");
  });

  it("gzip is opened, and mail is read, by the runtime's own means", async () => {
    const text =
      "From: a@example.org\nTo: b@example.org\nSubject: Card\nMIME-Version: 1.0\nMessage-ID: <1@x>\n\nI lost my card.\n";
    const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
    const preview = await (await send("/datasets/preview?filename=m.eml.gz", bytes)).json<ImportPreview>();
    expect(preview).toMatchObject({
      format: "eml",
      samples: [{ title: "Card", messages: [{ content: "I lost my card." }] }],
    });
    expect(await codeOf(await send("/datasets/preview", bytes.slice(0, 40)))).toBe("unreadable");
  });

  it.each([
    [
      "Shift-JIS",
      [0x82, 0xe0, 0x82, 0xcc, 0x82, 0xaa, 0x93, 0xcd, 0x82, 0xab, 0x82, 0xdc, 0x82, 0xb9, 0x82, 0xf1],
      "ものが届きません",
    ],
    ["GB18030", [0xce, 0xd2, 0xb5, 0xc4, 0xb6, 0xa9, 0xb5, 0xa5, 0xc3, 0xbb, 0xb5, 0xbd], "我的订单没到"],
    ["Windows-1252", [0x47, 0x72, 0xf6, 0xdf, 0x65, 0x20, 0x80], "Größe €"],
  ])("%s is decoded by the runtime", async (name, code, text) => {
    const bytes = new Uint8Array([...strToU8("id,role,text\n1,user,"), ...code, 10]);
    const preview = await (await send("/datasets/preview?filename=x.csv", bytes)).json<ImportPreview>();
    expect(preview.samples[0]?.messages[0]?.content).toBe(text);
    expect(preview.warnings).toEqual([`Read as ${name}, since the bytes are not valid UTF-8`]);
  });

  it("a preview needs an owner, and no dataset", async () => {
    expect(await codeOf(await call("/datasets/preview", { body: "id,role,text" }))).toBe("not_signed_in");
    const slash = await call("/datasets/preview/", { headers: ada.bearer, body: '{"id":"a","text":"hello"}' });
    expect(await slash.json<ImportPreview>()).toMatchObject({ contents: 1, kinds: { document: 1 } });
  });

  it("what cannot be read is refused with the reason", async () => {
    expect(await codeOf(await send("/datasets/preview", strToU8("%PDF-1.7 x")))).toBe("unsupported_type");
    expect(await codeOf(await send("/datasets/preview", new Uint8Array(0)))).toBe("unreadable");
    const bomb = zipSync({ "a.json": new Uint8Array(10_000_000).fill(120) });
    expect(await codeOf(await send("/datasets/preview", bomb))).toBe("too_large");
  });
});
