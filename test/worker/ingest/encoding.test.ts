import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeText, detectEncoding } from "../../../worker/ingest/encoding.ts";
import { Warnings } from "../../../worker/ingest/warnings.ts";

const text = "Größe €5 “quoted” 日本語 👩‍👩‍👧 fin";

function encode(sample: string, encoding: string): Uint8Array {
  if (encoding === "utf-8") return new TextEncoder().encode(sample);
  const little = encoding.endsWith("le");
  const bytes: number[] = [];
  const push = (value: number, size: number) => {
    const part = Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 255);
    bytes.push(...(little ? part : part.reverse()));
  };
  if (encoding.startsWith("utf-32")) for (const char of sample) push(char.codePointAt(0) ?? 0, 4);
  else for (let i = 0; i < sample.length; i++) push(sample.charCodeAt(i), 2);
  return new Uint8Array(bytes);
}

async function decode(bytes: Uint8Array, size = bytes.length): Promise<{ text: string; warnings: string[] }> {
  const warnings = new Warnings();
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  let decoded = "";
  for await (const piece of decodeText(chunks(), detectEncoding(bytes), warnings)) decoded += piece;
  return { text: decoded, warnings: warnings.list() };
}

describe("encoding", () => {
  test.each(["utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be"])(
    "reads %s with a mark, cut anywhere",
    async (name) => {
      const bytes = encode(`\ufeff${text}`, name);
      expect(detectEncoding(bytes).encoding).toBe(name);
      for (const size of [1, 2, 3, 5, 7, 1000]) expect((await decode(bytes, size)).text).toBe(text);
    },
  );

  test.each(["utf-16le", "utf-16be", "utf-32le", "utf-32be"])("reads %s without a mark", async (name) => {
    const bytes = encode("id,role,text\n1,user,Größe", name);
    expect(detectEncoding(bytes)).toEqual({ encoding: name, bom: 0 });
    expect((await decode(bytes, 3)).text).toBe("id,role,text\n1,user,Größe");
  });

  test("takes bytes that are not UTF-8 as Windows-1252 and says so", async () => {
    const bytes = new Uint8Array([0x93, 0x69, 0x74, 0x92, 0x73, 0x20, 0x80, 0x35, 0x94]);
    const { text: read, warnings } = await decode(bytes, 2);
    expect(read).toBe("“it’s €5”");
    expect(warnings).toEqual(["Read as Windows-1252, since the bytes are not valid UTF-8"]);
  });

  test("a stray byte in UTF-8, however late, is read as Windows-1252 and the rest stays as it is", async () => {
    const bytes = new Uint8Array([...encode("Größe für ", "utf-8"), 0x80, ...encode("5 – ok", "utf-8")]);
    for (const size of [1, 4, 100]) {
      const { text: read, warnings } = await decode(bytes, size);
      expect(read).toBe("Größe für €5 – ok");
      expect(warnings).toHaveLength(1);
    }
  });

  test("a file that ends inside a character keeps what stands before", async () => {
    expect((await decode(encode("Größe €", "utf-8").subarray(0, -1))).text).toBe("Größe â‚");
  });

  test("one zero byte does not make a file UTF-16", () => {
    expect(detectEncoding(new TextEncoder().encode("id,role,text\n1,user,a\0b\n")).encoding).toBe("utf-8");
  });

  test("where bytes are cut never changes the text, valid or not", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (bytes, size) => {
          expect((await decode(bytes, size)).text).toBe((await decode(bytes)).text);
        },
      ),
    );
  });

  /** The beginnings of letters to a shop, as their encodings write them. */
  const letters: [name: string, title: string, text: string, bytes: number[]][] = [
    [
      "shift_jis",
      "Shift-JIS",
      "まだ届いていません",
      [0x82, 0xdc, 0x82, 0xbe, 0x93, 0xcd, 0x82, 0xa2, 0x82, 0xc4, 0x82, 0xa2, 0x82, 0xdc, 0x82, 0xb9, 0x82, 0xf1],
    ],
    [
      "euc-jp",
      "EUC-JP",
      "まだ届いていません",
      [0xa4, 0xde, 0xa4, 0xc0, 0xc6, 0xcf, 0xa4, 0xa4, 0xa4, 0xc6, 0xa4, 0xa4, 0xa4, 0xde, 0xa4, 0xbb, 0xa4, 0xf3],
    ],
    ["gb18030", "GB18030", "我的订单没到", [0xce, 0xd2, 0xb5, 0xc4, 0xb6, 0xa9, 0xb5, 0xa5, 0xc3, 0xbb, 0xb5, 0xbd]],
    ["big5", "Big5", "我的訂單沒到", [0xa7, 0xda, 0xaa, 0xba, 0xad, 0x71, 0xb3, 0xe6, 0xa8, 0x53, 0xa8, 0xec]],
    [
      "euc-kr",
      "EUC-KR",
      "주문이 안 와요",
      [0xc1, 0xd6, 0xb9, 0xae, 0xc0, 0xcc, 0x20, 0xbe, 0xc8, 0x20, 0xbf, 0xcd, 0xbf, 0xe4],
    ],
  ];

  test.each(letters)(
    "%s is told by the signs its language is made of, cut anywhere",
    async (name, title, words, code) => {
      const bytes = new Uint8Array([...encode("id,role,text\n1,user,", "utf-8"), ...code, 10]);
      expect(detectEncoding(bytes)).toEqual({ encoding: name, bom: 0 });
      for (const size of [1, 3, 100]) {
        const { text: read, warnings } = await decode(bytes, size);
        expect(read).toContain(words);
        expect(warnings).toEqual([`Read as ${title}, since the bytes are not valid UTF-8`]);
      }
    },
  );

  test("accents of Western Europe are not taken for signs of East Asia", () => {
    for (const sample of [
      "Größe für Füße, schöne Grüße, Übergröße",
      "déjà été à Noël, ça gêne où ?",
      "ñandú año señor ¿qué?",
    ]) {
      const bytes = Uint8Array.from(sample, (sign) => sign.charCodeAt(0));
      expect(detectEncoding(bytes).encoding).toBe("windows-1252");
    }
  });
});
