/**
 * How far a watcher is behind. What is sent waits in the object's memory until the network has it, and the object shares
 * 128 MB with the job. How much waits there the platform says from workerd 2026-11-17 on (`bufferedAmount`, on sleeping
 * sockets too); what lies beyond it, on the way, it never says. So what is not known to be read is counted as well: a
 * watcher that says `ack SEQ` is known to have read up to there; of one that only pings it is known that it lives.
 */
export interface Backlog {
  /** Characters sent since the last that is known to be read. */
  unread: number;
  /** Up to where it is waited for to be read, and how many of `unread` that is; null while nothing is out. */
  mark: { seq: number; size: number } | null;
  /** It has acknowledged before: what it is known to have read is worth more than that it lives. */
  acknowledges: boolean;
  /** When it was last known to live (a ping that was answered), in milliseconds. */
  aliveAt: number;
}

/** Characters that may wait: before the network, on the way to a watcher that acknowledges, to one of which nothing is known. */
const mostWaiting = { buffered: 4_000_000, unread: 4_000_000, unknown: 16_000_000 };
/** What a watcher that comes back is sent at once; with more than that to catch up on it gets a snapshot. */
export const mostReplayed = 2_000_000;

export function freshBacklog(now: number): Backlog {
  return { unread: 0, mark: null, acknowledges: false, aliveAt: now };
}

/** @param aliveAt when it last pinged, as the platform noted; null where it never did */
export function afterSending(backlog: Backlog, seq: number, size: number, aliveAt: number | null): Backlog {
  // A watcher that has stopped reading seldom goes on pinging; that it does is the best that is known of a silent one.
  const pinged = aliveAt !== null && aliveAt > backlog.aliveAt;
  const before = pinged && !backlog.acknowledges ? 0 : backlog.unread;
  const unread = before + size;
  const mark = backlog.mark && before > 0 ? backlog.mark : { seq, size: unread };
  return { ...backlog, unread, mark, aliveAt: aliveAt ?? backlog.aliveAt };
}

/** It has read everything up to a number. @param newest the last number that was sent to it */
export function afterReading(backlog: Backlog, seq: number, newest: number): Backlog {
  const { mark } = backlog;
  if (mark === null || seq < mark.seq) return { ...backlog, acknowledges: true };
  // Only where marks stand is it known how much of what is out was read; the rest counts until the next one is reached.
  const unread = seq >= newest ? 0 : Math.max(0, backlog.unread - mark.size);
  return { ...backlog, unread, mark: unread === 0 ? null : { seq: newest, size: unread }, acknowledges: true };
}

/** @param buffered what waits before the network, as the platform says; null where it does not */
export function isTooSlow({ unread, acknowledges }: Backlog, buffered: number | null): boolean {
  if (buffered !== null && buffered > mostWaiting.buffered) return true;
  if (acknowledges) return unread > mostWaiting.unread;
  return buffered === null && unread > mostWaiting.unknown;
}

/** The number that a watcher says it has read; null where it says something else. */
export function acknowledged(message: string | ArrayBuffer): number | null {
  const said = typeof message === "string" ? /^ack (\d{1,15})$/.exec(message) : null;
  return said ? Number(said[1]) : null;
}
