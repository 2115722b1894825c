import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "./faults.ts";
import type { Frame } from "./frames.ts";

export interface Performance {
  contentType: string;
  frames: Frame[];
  fault: Fault | null;
  latencyMs: number;
  firstTokenMs: number;
  /** `whole` just before the last bytes go out, `lost` when the connection ended before they had. */
  finish(how: "whole" | "lost"): void;
}

/** So long after its last bytes a connection is reset: sooner, the reset overtakes them. */
const resetAfterMs = 30;

/** Sends an answer frame by frame, with what goes wrong on the wire. */
export async function play(response: ServerResponse, performance: Performance): Promise<void> {
  const { contentType, frames, fault, latencyMs, firstTokenMs, finish } = performance;
  response.on("close", () => {
    if (!response.writableFinished) finish("lost");
  });
  if (fault === "hang") return;
  await pause(latencyMs);
  if (response.destroyed) return;
  if (fault === "resetAtOnce") return reset(response);
  response.writeHead(200, { "content-type": contentType, "cache-control": "no-cache" });
  response.flushHeaders();
  if (fault === "hangAfterHeaders") return;
  await pause(firstTokenMs);
  if (response.destroyed) return;
  for (const { bytes } of framesToSend(frames, fault)) response.write(bytes);
  if (fault === "hangAfterToken") return;
  if (fault === "reset") {
    await pause(resetAfterMs);
    return reset(response);
  }
  if (fault !== "cut") finish("whole");
  response.end();
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** `cut` and `reset` end in the middle without a stop reason; `brokenJson` and `length` leave out half of the reply. */
function framesToSend(frames: Frame[], fault: Fault | null): Frame[] {
  const content = frames.filter(({ kind }) => kind === "content").length;
  if (fault === "hangAfterToken") return upToContent(frames, 1);
  if (fault === "cut" || fault === "reset") return upToContent(frames, Math.ceil(content / 2));
  if (fault !== "brokenJson" && fault !== "length") return frames;
  let seen = 0;
  return frames.filter(({ kind }) => kind !== "content" || ++seen <= Math.floor(content / 2));
}

function upToContent(frames: Frame[], count: number): Frame[] {
  const sent: Frame[] = [];
  for (const frame of frames) {
    if (frame.kind === "stop" || sent.filter(({ kind }) => kind === "content").length === count) break;
    sent.push(frame);
  }
  return sent;
}
