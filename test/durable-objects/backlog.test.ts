import { describe, expect, it } from "vitest";
import {
  acknowledged,
  afterReading,
  afterSending,
  type Backlog,
  freshBacklog,
  isTooSlow,
} from "../../durable-objects/backlog.ts";

const megabyte = 1_000_000;

/** Sends messages of a megabyte each, numbered on from `first`. */
function sent(backlog: Backlog, first: number, count: number, aliveAt: number | null = null): Backlog {
  let now = backlog;
  for (let seq = first; seq < first + count; seq++) now = afterSending(now, seq, megabyte, aliveAt);
  return now;
}

describe("a watcher's backlog", () => {
  it("never grows for one that acknowledges what it gets, however much there is", () => {
    let backlog = freshBacklog(0);
    for (let seq = 1; seq <= 200; seq++) {
      backlog = afterSending(backlog, seq, megabyte, null);
      expect(isTooSlow(backlog, null)).toBe(false);
      backlog = afterReading(backlog, seq, seq);
    }
    expect(backlog.unread).toBe(0);
  });

  it("is too much for one that acknowledged once and then fell silent", () => {
    const once = afterReading(sent(freshBacklog(0), 1, 1), 1, 1);
    expect(isTooSlow(sent(once, 2, 4), null)).toBe(false);
    expect(isTooSlow(sent(once, 2, 5), null)).toBe(true);
  });

  it("counts at least what was sent after the number that was read", () => {
    let backlog = afterReading(sent(freshBacklog(0), 1, 1), 1, 1);
    backlog = sent(backlog, 2, 4);
    backlog = afterReading(backlog, 3, 5);
    expect(backlog.unread).toBeGreaterThanOrEqual(2 * megabyte);
    expect(afterReading(backlog, 5, 5).unread).toBe(0);
  });

  it("is not taken for read by an acknowledgement of something older", () => {
    let backlog = afterReading(sent(freshBacklog(0), 1, 1), 1, 1);
    backlog = sent(backlog, 2, 3);
    expect(afterReading(backlog, 1, 4).unread).toBe(3 * megabyte);
  });

  it("may be larger for one that never says anything, and begins anew with a ping", () => {
    const silent = sent(freshBacklog(0), 1, 17);
    expect(isTooSlow(silent, null)).toBe(true);
    const pings = sent(sent(freshBacklog(0), 1, 16), 17, 16, 5);
    expect(isTooSlow(pings, null)).toBe(false);
  });

  it("is what the platform says where it says it", () => {
    const silent = sent(freshBacklog(0), 1, 40);
    expect(isTooSlow(silent, 0)).toBe(false);
    expect(isTooSlow(silent, 5 * megabyte)).toBe(true);
    expect(isTooSlow(freshBacklog(0), 5 * megabyte)).toBe(true);
  });
});

describe("what a watcher says", () => {
  it("is an acknowledgement or nothing", () => {
    expect(acknowledged("ack 12")).toBe(12);
    for (const said of [
      "ping",
      "ack",
      "ack -1",
      "ack 1.5",
      "ack 9999999999999999999",
      "ACK 1",
      "",
      new ArrayBuffer(8),
    ]) {
      expect(acknowledged(said)).toBeNull();
    }
  });
});
