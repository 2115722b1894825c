import { Search } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";

/** Search that waits for a pause in typing; what is searched for lives in the URL. */
export function SearchBox(props: { label: string; value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(props.value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => setText(props.value), [props.value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div class="search">
      <Icon of={Search} />
      <input
        class="input"
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={text}
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
