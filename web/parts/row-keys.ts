import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { isTyping } from "../keys.ts";

/**
 * J and K mark a row of a list, Enter opens it; the marked row is brought into view.
 * @returns the id of the marked row
 */
export function useRowKeys(
  ids: string[],
  body: RefObject<HTMLElement | null>,
  rowHeight: number,
  open: (id: string) => void,
): string | null {
  const [current, setCurrent] = useState<string | null>(null);
  const latest = useRef({ ids, rowHeight, open, current });
  latest.current = { ids, rowHeight, open, current };
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const now = latest.current;
      const at = now.current === null ? -1 : now.ids.indexOf(now.current);
      if (event.key === "Enter" && now.current !== null && event.target === document.body) now.open(now.current);
      const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
      const next = now.ids[Math.max(0, at + step)];
      if (step === 0 || next === undefined) return;
      setCurrent(next);
      const top = (body.current?.getBoundingClientRect().top ?? 0) + Math.max(0, at + step) * now.rowHeight;
      if (top < 110) scrollBy(0, top - 110);
      else if (top + now.rowHeight > innerHeight - 70) scrollBy(0, top + now.rowHeight - innerHeight + 70);
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [body]);
  return current;
}
