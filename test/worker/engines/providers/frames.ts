import { crc32 } from "node:zlib";

/** Frames as Amazon writes them, made by hand: Node's own CRC, so that ours is checked against another. */
export function frame(
  headers: Record<string, string>,
  payload: string | Uint8Array = "",
  odd = Buffer.alloc(0),
): Buffer {
  const named = Object.entries(headers).map(([name, value]) => {
    const sizes = Buffer.from([7, Buffer.byteLength(value) >> 8, Buffer.byteLength(value) & 255]);
    return Buffer.concat([Buffer.from([Buffer.byteLength(name)]), Buffer.from(name), sizes, Buffer.from(value)]);
  });
  const head = Buffer.concat([...named, odd]);
  const body = Buffer.from(payload);
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(16 + head.length + body.length, 0);
  prelude.writeUInt32BE(head.length, 4);
  const before = Buffer.concat([prelude, number(crc32(prelude)), head, body]);
  return Buffer.concat([before, number(crc32(before))]);
}

export function eventFrame(type: string, payload: unknown): Buffer {
  const headers = { ":event-type": type, ":content-type": "application/json", ":message-type": "event" };
  return frame(headers, JSON.stringify(payload));
}

export function exceptionFrame(type: string, message: string): Buffer {
  const headers = { ":exception-type": type, ":content-type": "application/json", ":message-type": "exception" };
  return frame(headers, JSON.stringify({ message }));
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
