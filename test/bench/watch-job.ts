import { liveEventSchema } from "../../worker/contract/event.ts";

export interface Watched {
  /** When the first result came over the socket, and when the word came that all is done; milliseconds of the epoch. */
  firstPartialAt: number;
  endedAt: number;
}

/** Follows a job over its live socket, as the page does. @throws where it does not complete */
export function watchJob(url: string, apiKey: string, id: string): Promise<Watched> {
  const address = `${url.replace(/^http/, "ws")}/api/analyses/${id}/watch`;
  // Node's own socket takes headers; the browser's type, which is all that is declared, knows of none.
  const options = { headers: { authorization: `Bearer ${apiKey}` } };
  const socket: WebSocket = Reflect.construct(WebSocket, [address, options]);
  let firstPartialAt: number | null = null;
  return new Promise<Watched>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the job ${id} was lost: ${why}`));
    socket.addEventListener("error", () => fail("the socket broke off"));
    socket.addEventListener("close", () => fail("the socket was closed"));
    socket.addEventListener("message", ({ data }) => {
      const at = performance.timeOrigin + performance.now();
      const event = liveEventSchema.parse(JSON.parse(String(data)));
      const results = event.type === "analysis_partial" ? event.data.results.length : 0;
      if (results > 0 || (event.type === "snapshot" && event.data.progress.itemsDone > 0)) firstPartialAt ??= at;
      if (event.type === "analysis_paused") fail(`it pauses: ${event.data.reason}`);
      if (event.type === "analysis_error") fail(event.data.error);
      const done = event.type === "snapshot" ? event.data.status === "completed" : event.type === "analysis_complete";
      if (done) resolve({ firstPartialAt: firstPartialAt ?? at, endedAt: at });
    });
  }).finally(() => socket.close());
}
