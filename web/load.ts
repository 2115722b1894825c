import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Page } from "../worker/contract/page.ts";
import { type ApiError, asApiError } from "./problem.ts";

/** What a panel knows about its data: the one machine behind every panel (see parts/panel.tsx). */
export interface Load<Data> {
  data: Data | undefined;
  error: ApiError | undefined;
  busy: boolean;
  /** When the data came, milliseconds since 1970. */
  at: number | undefined;
  reload: () => void;
}

interface Kept {
  data: unknown;
  at: number;
}

/** Last answers, so that going back paints at once; the fresh answer follows. */
const kept = new Map<string, Kept>();
const keptAtMost = 60;

function keep(key: string, data: unknown, at: number): void {
  kept.delete(key);
  kept.set(key, { data, at });
  const oldest = kept.keys().next().value;
  if (kept.size > keptAtMost && oldest !== undefined) kept.delete(oldest);
}

/** Forgets everything, at sign-out. */
export const forgetAnswers = (): void => kept.clear();

const aborted = (error: unknown) => error instanceof DOMException && error.name === "AbortError";

/**
 * Loads something and keeps it fresh.
 * @param key what identifies it; null loads nothing
 * @param repeat milliseconds until the next look, or null for none; asked after each answer. Hidden tabs do not look.
 */
export function useLoad<Data>(
  key: string | null,
  fetcher: (signal: AbortSignal) => Promise<Data>,
  repeat?: (data: Data) => number | null,
): Load<Data> {
  const [, redraw] = useState(0);
  const state = useRef<{
    key: string | null;
    data?: Data | undefined;
    at?: number | undefined;
    error?: ApiError | undefined;
    busy: boolean;
  }>({
    key: null,
    busy: false,
  });
  if (state.current.key !== key) {
    const old = key === null ? undefined : kept.get(key);
    state.current = { key, data: old?.data as Data | undefined, at: old?.at, busy: key !== null };
  }
  const latest = useRef({ fetcher, repeat });
  latest.current = { fetcher, repeat };
  const lookNow = useRef((): void => undefined);

  useEffect(() => {
    if (key === null) return;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const mine = state.current;
      try {
        const data = await latest.current.fetcher(controller.signal);
        if (controller.signal.aborted) return;
        mine.data = data;
        mine.at = Date.now();
        mine.error = undefined;
        keep(key, data, mine.at);
      } catch (error) {
        if (controller.signal.aborted || aborted(error)) return;
        mine.error = asApiError(error);
      }
      mine.busy = false;
      redraw((n) => n + 1);
      const wait = mine.data === undefined ? null : (latest.current.repeat?.(mine.data) ?? null);
      if (wait !== null) timer = setTimeout(again, wait);
    };
    const again = (): void => {
      if (document.hidden) timer = setTimeout(again, 1000);
      else void look();
    };
    void look();
    lookNow.current = () => {
      clearTimeout(timer);
      state.current.busy = true;
      redraw((n) => n + 1);
      void look();
    };
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [key]);

  const reload = useCallback(() => lookNow.current(), []);
  const { data, error, busy, at } = state.current;
  return { data, error, busy, at, reload };
}

/** A load whose last data stays while those of another key are on their way, or were refused. @returns `old`: they are */
export function useLast<Data>(load: Load<Data>): Load<Data> & { old: boolean } {
  const last = useRef<Data | undefined>(undefined);
  if (load.data !== undefined) last.current = load.data;
  const old = load.data === undefined && last.current !== undefined;
  return { ...load, data: load.data ?? last.current, old };
}

export interface Pages<Item> extends Load<Item[]> {
  /** True while the server has more than what is loaded. */
  more: boolean;
  next: () => void;
}

/**
 * A list by cursor. When the key changes (another filter) the old rows stay until the new ones are there.
 * @param key what identifies the list, filter included
 */
export function usePages<Item>(
  key: string,
  fetcher: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>,
): Pages<Item> {
  const [state, setState] = useState<{
    key: string;
    items?: Item[];
    cursor: string | null;
    error?: ApiError;
    busy: boolean;
    at?: number;
  }>({
    key,
    cursor: null,
    busy: true,
  });
  const latest = useRef(fetcher);
  latest.current = fetcher;
  const running = useRef<AbortController | null>(null);

  const fetchPage = useCallback(
    async (cursor: string | undefined): Promise<void> => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      setState((now) => ({ ...now, busy: true }));
      try {
        const page = await latest.current(cursor, controller.signal);
        if (controller.signal.aborted) return;
        setState((now) => ({
          key,
          items: cursor === undefined ? page.items : [...(now.items ?? []), ...page.items],
          cursor: page.nextCursor,
          busy: false,
          at: Date.now(),
        }));
      } catch (error) {
        if (controller.signal.aborted || aborted(error)) return;
        setState((now) => ({ ...now, busy: false, error: asApiError(error) }));
      }
    },
    [key],
  );

  useEffect(() => {
    void fetchPage(undefined);
    return () => running.current?.abort();
  }, [fetchPage]);

  return {
    data: state.items,
    error: state.error,
    busy: state.busy,
    at: state.at,
    more: state.cursor !== null && state.key === key,
    next: () => {
      if (!state.busy && state.cursor !== null) void fetchPage(state.cursor);
    },
    reload: () => void fetchPage(undefined),
  };
}
