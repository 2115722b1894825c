import { isHealthy } from "../client/api.ts";
import type { Server } from "./wrangler.ts";

/** More deaths than this within the window, and starting again would only hide what is wrong. */
const mostDeaths = 3;
const windowMilliseconds = 5 * 60_000;
const betweenLooks = 2000;
/** Looks in a row without an answer; each waits up to three seconds, so a server that is only busy is left alone. */
const mostUnanswered = 6;

export interface Serving {
  server: Server;
  url: string;
  /** Ends what is left of the server, starts it again and returns it once it answers. */
  restart: () => Promise<Server>;
  tell: (text: string) => void;
}

/**
 * Stays with a server and starts it again where it died or stopped answering: the jobs go on from what is stored.
 * @returns how it ended, once it has died more often than starting again can mend
 */
export async function keepServing({ server, url, restart, tell }: Serving): Promise<string> {
  let deaths: number[] = [];
  for (let current = server; ; current = await restart()) {
    const watch = new AbortController();
    const how = await Promise.race([current.ended, silenceOf(url, watch.signal)]);
    watch.abort();
    const now = Date.now();
    deaths = [...deaths.filter((at) => now - at < windowMilliseconds), now];
    if (deaths.length > mostDeaths) return how;
    tell(`The server ${how} unexpectedly; starting it again. Running jobs go on from what they have stored.`);
  }
}

/** Resolves once the server has left several looks in a row unanswered; wrangler may live on with a dead runtime. */
async function silenceOf(url: string, signal: AbortSignal): Promise<string> {
  for (let unanswered = 0; unanswered < mostUnanswered; ) {
    await new Promise((resolve) => setTimeout(resolve, betweenLooks).unref());
    if (signal.aborted) break;
    unanswered = (await isHealthy(url)) ? 0 : unanswered + 1;
  }
  return "stopped answering";
}
