import { Search } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/**
 * Search that waits for a pause in typing; what is searched for lives in the URL. Esc empties it and gives the focus back
 * to what had it before.
 */
export function SearchBox(props: { label: string; value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(props.value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const before = useRef<HTMLElement | null>(null);
  const leaving = useRef(false);
  const giveBack = (): void => {
    leaving.current = false;
    // Where nothing had it, letters are keys of the page again.
    if (before.current?.isConnected) before.current.focus();
    else input.current?.blur();
    before.current = null;
  };
  useEffect(() => {
    setText(props.value);
    // Not sooner: what had the focus may have been hidden by the search.
    if (leaving.current) giveBack();
  }, [props.value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const leave = (): void => {
    clearTimeout(timer.current);
    setText("");
    if (props.value === "") {
      giveBack();
      return;
    }
    leaving.current = true;
    props.onSearch("");
  };
  return (
    <div class="search">
      <Icon of={Search} />
      <input
        ref={input}
        class="input"
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={text}
        onFocus={({ relatedTarget }) => {
          before.current = relatedTarget instanceof HTMLElement ? relatedTarget : null;
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || (text === "" && before.current === null)) return;
          event.preventDefault();
          event.stopPropagation();
          leave();
        }}
        onInput={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => props.onSearch(next.trim()), 250);
        }}
      />
    </div>
  );
}
