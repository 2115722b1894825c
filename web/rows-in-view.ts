import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Rows to draw: from `start` up to, not including, `end`. */
export interface Slice {
  start: number;
  end: number;
}

/**
 * Which rows of a list of equal heights are in view, some more on both sides.
 * @param top distance from the top of the viewport to the first row, negative once it is scrolled past
 */
export function rowsInView(top: number, viewport: number, rowHeight: number, rows: number, spare = 12): Slice {
  const first = Math.floor(-top / rowHeight) - spare;
  const last = Math.ceil((viewport - top) / rowHeight) + spare;
  const start = Math.min(Math.max(0, first), Math.max(0, rows));
  return { start, end: Math.max(start, Math.min(rows, last)) };
}

/** Windowing over the page's own scroll: a list of 20,000 rows keeps some 40 in the document. */
export function useWindow(body: RefObject<HTMLElement | null>, rows: number): Slice & { rowHeight: number } {
  const [state, setState] = useState({ start: 0, end: Math.min(rows, 60), rowHeight: 40 });
  useEffect(() => {
    const look = (): void => {
      const element = body.current;
      if (element === null) return;
      const rowHeight = Number.parseInt(getComputedStyle(element).getPropertyValue("--row"), 10) || 40;
      const slice = rowsInView(element.getBoundingClientRect().top, innerHeight, rowHeight, rows);
      setState((old) =>
        old.start === slice.start && old.end === slice.end && old.rowHeight === rowHeight
          ? old
          : { ...slice, rowHeight },
      );
    };
    look();
    // Whatever grows or shrinks above moves the rows without a scroll.
    const watcher = new ResizeObserver(look);
    watcher.observe(document.body);
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      watcher.disconnect();
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [body, rows]);
  return { ...state, end: Math.min(state.end, rows) };
}
