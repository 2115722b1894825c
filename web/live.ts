import { batch, type Signal, signal } from "@preact/signals";
import ReconnectingWebSocket from "partysocket/ws";
import type { Analysis } from "../worker/contract/analysis.ts";
import type { LiveEvent } from "../worker/contract/event.ts";
import { api } from "./api.ts";
import { applyEvent, type LiveState, labelCounts, settled, startState, usageMayMove } from "./live-state.ts";
import { type ApiError, asApiError } from "./problem.ts";

export type Connection = "connecting" | "live" | "reconnecting" | "polling" | "closed";

export interface Watch {
  state: Signal<LiveState | null>;
  connection: Signal<Connection>;
  /** How often connecting was tried again since it last worked. */
  attempt: Signal<number>;
  error: Signal<ApiError | null>;
  /** Takes in an analysis that a call just answered. */
  take: (analysis: Analysis) => void;
  /** Tries again when the first look failed. */
  retry: () => void;
  stop: () => void;
}

const pollEvery = 2000;
/** Usage is in no delta; it is asked for at this pace while a job runs, and some times after it was paused. */
const usageEvery = 2000;
/** Deltas carry the commonest labels alone: the whole counts are asked for after them, at most this often. */
const labelsEvery = 1000;
/** The server is told what was read, at most this often, so that it knows a slow watcher from a quick one. */
const acknowledgeEvery = 500;
const pingEvery = 25_000;

/** Watches one analysis: by socket, and by asking every 2 s while no socket stands. Stops by itself when the job ends. */
export function watchAnalysis(id: string): Watch {
  const state = signal<LiveState | null>(null);
  const connection = signal<Connection>("connecting");
  const attempt = signal(0);
  const error = signal<ApiError | null>(null);
  const controller = new AbortController();
  let timers: ReturnType<typeof setInterval>[] = [];
  let stopped = false;
  let labelsAsked = 0;
  let acknowledging: ReturnType<typeof setTimeout> | undefined;
  let acknowledgedAt = 0;
  /** How often it was found paused since it last ran. */
  let pausedLooks = 0;

  const base = `${location.origin.replace(/^http/, "ws")}/api/analyses/${encodeURIComponent(id)}/watch`;
  const socket = new ReconnectingWebSocket(
    () => (state.value === null || state.value.seq === 0 ? base : `${base}?after=${state.value.seq}`),
    [],
    { minReconnectionDelay: 500, maxReconnectionDelay: 8000, reconnectionDelayGrowFactor: 1.6, startClosed: true },
  );

  function finish(): void {
    if (stopped) return;
    stopped = true;
    connection.value = "closed";
    for (const timer of timers) clearInterval(timer);
    timers = [];
    clearTimeout(acknowledging);
    acknowledging = undefined;
    socket.close();
  }

  function take(analysis: Analysis): void {
    batch(() => {
      error.value = null;
      // Asked again after its end: its deltas are told from a new snapshot on.
      const again = stopped && !settled(analysis) && !controller.signal.aborted;
      state.value = startState(analysis, again ? 0 : (state.value?.seq ?? 0), state.value);
      if (settled(analysis)) finish();
      if (again) {
        stopped = false;
        connection.value = "connecting";
        follow();
      }
    });
  }

  async function look(): Promise<void> {
    try {
      const fresh = await api.analysis(id, controller.signal);
      const shown = state.value?.analysis;
      // While the socket stands its deltas are newer than this answer, which must not turn the numbers back.
      const ahead = shown !== undefined && connection.value === "live" && !settled(fresh);
      take(
        ahead
          ? {
              ...fresh,
              status: shown.status,
              pauseReason: shown.pauseReason,
              pauseKind: shown.pauseKind,
              progress: shown.progress,
            }
          : fresh,
      );
    } catch (problem) {
      if (!controller.signal.aborted) error.value = asApiError(problem);
    }
  }

  async function refreshLabels(): Promise<void> {
    labelsAsked = Date.now();
    try {
      const labels = labelCounts(await api.labels(id, controller.signal));
      if (state.value !== null) state.value = { ...state.value, labels };
    } catch {
      // Not there yet, or no connection: the deltas still count.
    }
  }

  /** At once where the last one is a while ago: a page in the background may wait a minute for a timer. */
  function acknowledge(): void {
    const wait = acknowledgedAt + acknowledgeEvery - Date.now();
    if (wait > 0) {
      acknowledging ??= setTimeout(acknowledge, wait);
      return;
    }
    clearTimeout(acknowledging);
    acknowledging = undefined;
    acknowledgedAt = Date.now();
    if (connection.value === "live" && state.value !== null) socket.send(`ack ${state.value.seq}`);
  }

  socket.addEventListener("open", () => {
    batch(() => {
      connection.value = "live";
      attempt.value = 0;
    });
  });
  socket.addEventListener("close", () => {
    if (stopped) return;
    batch(() => {
      attempt.value += 1;
      connection.value = attempt.value > 2 ? "polling" : "reconnecting";
    });
  });
  socket.addEventListener("message", (message: MessageEvent) => {
    if (typeof message.data !== "string" || message.data === "pong") return;
    let event: LiveEvent;
    try {
      event = JSON.parse(message.data) as LiveEvent;
    } catch {
      return;
    }
    if (event.type === "analysis_partial" && Date.now() - labelsAsked > labelsEvery) void refreshLabels();
    // What was spent up to here is in no delta.
    if (event.type === "analysis_paused") void look();
    batch(() => {
      state.value = applyEvent(state.value, event);
      if (state.value !== null && settled(state.value.analysis)) {
        void look();
        finish();
      }
    });
    if (!stopped) acknowledge();
  });

  async function begin(): Promise<void> {
    await look();
    const now = state.value?.analysis;
    if (now !== undefined && !settled(now)) follow();
  }

  function follow(): void {
    if (stopped || timers.length > 0) return;
    socket.reconnect();
    void refreshLabels();
    timers.push(
      setInterval(() => {
        if (!document.hidden && connection.value !== "live") void look();
      }, pollEvery),
      setInterval(() => {
        const status = state.value?.analysis.status;
        if (document.hidden || status === undefined) return;
        pausedLooks = status === "paused" ? pausedLooks + 1 : 0;
        if (!usageMayMove(status, pausedLooks)) return;
        if (connection.value === "live") void look();
        else if (status === "running") void refreshLabels();
      }, usageEvery),
      setInterval(() => {
        if (connection.value === "live") socket.send("ping");
      }, pingEvery),
    );
  }

  void begin();
  return {
    state,
    connection,
    attempt,
    error,
    take,
    retry: () => void begin(),
    stop: () => {
      finish();
      controller.abort();
    },
  };
}
