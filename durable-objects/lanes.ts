import type { SliceMessage } from "./ledger/rows.ts";

/**
 * Sends slices to the eight lane queues, all of a lane in one go: locally a lane hands out one batch at a time, so
 * messages that come one by one would wait for one another. Each job begins at a lane of its own, since most of a small
 * job is the work of its first stream.
 */
export async function sendToLanes(env: Env, job: string, messages: SliceMessage[]): Promise<void> {
  const { LANE0, LANE1, LANE2, LANE3, LANE4, LANE5, LANE6, LANE7 } = env;
  const lanes = [LANE0, LANE1, LANE2, LANE3, LANE4, LANE5, LANE6, LANE7];
  const first = [...job].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973, 7);
  const sent = lanes.map(async (lane, number) => {
    const own = messages.filter((message) => (first + message.stream) % lanes.length === number);
    if (own.length > 0) await lane.sendBatch(own.map((message) => ({ body: { job, ...message } })));
  });
  for (const outcome of await Promise.allSettled(sent)) {
    // It stands as sent in the ledger, and is sent again when it is not heard of.
    if (outcome.status === "rejected")
      console.error("a lane refused messages", job, String(outcome.reason).slice(0, 200));
  }
}
