import { describe, expect, test } from "vitest";
import { crc32 } from "../../../../worker/crc32.ts";
import { EventStreamDecoder, type Frame } from "../../../../worker/engines/providers/event-stream.ts";
import { eventFrame, frame } from "./frames.ts";

const plain = ({ headers, payload }: Frame) => [Object.fromEntries(headers), new TextDecoder().decode(payload)];

const stream = Buffer.concat([
  eventFrame("messageStart", { role: "assistant" }),
  frame({}),
  frame({ ":message-type": "event", ü: "é😀" }, "päyload 😀"),
  eventFrame("messageStop", { stopReason: "end_turn" }),
]);

const whole = new EventStreamDecoder().take(stream).map(plain);

describe("an event stream", () => {
  test("is read into frames of headers and payload", () => {
    expect(whole).toEqual([
      [
        { ":event-type": "messageStart", ":content-type": "application/json", ":message-type": "event" },
        '{"role":"assistant"}',
      ],
      [{}, ""],
      [{ ":message-type": "event", ü: "é😀" }, "päyload 😀"],
      [expect.objectContaining({ ":event-type": "messageStop" }), '{"stopReason":"end_turn"}'],
    ]);
  });

  test.each([1, 2, 3, 5, 11, 12, 13, 97, 4096])("is the same in pieces of %i bytes", (size) => {
    const decoder = new EventStreamDecoder();
    const frames: Frame[] = [];
    for (let at = 0; at < stream.length; at += size) frames.push(...decoder.take(stream.subarray(at, at + size)));
    expect(frames.map(plain)).toEqual(whole);
    expect(decoder.unfinished).toBe(false);
  });

  test("is the same when the reader's buffer is used again", () => {
    const decoder = new EventStreamDecoder();
    const buffer = new Uint8Array(40);
    const frames: Frame[] = [];
    for (let at = 0; at < stream.length; at += buffer.length) {
      const piece = stream.subarray(at, at + buffer.length);
      buffer.set(piece);
      frames.push(...decoder.take(buffer.subarray(0, piece.length)));
      buffer.fill(0);
    }
    expect(frames.map(plain)).toEqual(whole);
  });

  test("passes over headers of every other type", () => {
    const odd = [
      [0],
      [1],
      [2, 9],
      [3, 9, 9],
      [4, 9, 9, 9, 9],
      [5, ...Array(8).fill(9)],
      [6, 0, 3, 9, 9, 9],
      [8, ...Array(8).fill(9)],
      [9, ...Array(16).fill(9)],
    ];
    const headers = Buffer.from([...odd.flatMap((value) => [1, 120, ...value]), 1, 122, 7, 0, 1, 65]);
    const [read] = new EventStreamDecoder().take(frame({ a: "b" }, "p", headers));
    expect(read && plain(read)).toEqual([{ a: "b", z: "A" }, "p"]);
  });

  test("that ends in the middle of a frame is unfinished", () => {
    const decoder = new EventStreamDecoder();
    decoder.take(stream.subarray(0, stream.length - 1));
    expect(decoder.unfinished).toBe(true);
  });

  test("with any byte of it changed is refused", () => {
    const good = eventFrame("a", { b: 1 });
    for (let at = 0; at < good.length; at++) {
      const bad = Uint8Array.from(good);
      bad[at] = (bad[at] ?? 0) ^ 0x10;
      expect(() => new EventStreamDecoder().take(bad)).toThrow();
    }
  });

  test("is refused at once where it is something else, or claims a length that can't be", () => {
    expect(() => new EventStreamDecoder().take(Buffer.from("<html><body>hello"))).toThrow();
    for (const [length, headers] of [
      [0x7fffffff, 0],
      [15, 0],
      [20, 5],
    ]) {
      const prelude = Buffer.alloc(12);
      prelude.writeUInt32BE(length ?? 0, 0);
      prelude.writeUInt32BE(headers ?? 0, 4);
      prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
      expect(() => new EventStreamDecoder().take(prelude)).toThrow("impossible length");
    }
  });
});
