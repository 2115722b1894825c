import { useState } from "preact/hooks";

interface Typed {
  value: string;
  onInput: (event: { currentTarget: HTMLInputElement }) => void;
  onChange: (event: { currentTarget: HTMLInputElement }) => void;
}

/**
 * For a field that is read when it is left or Enter is pressed: until then it keeps what was typed, although the page is
 * drawn anew around it.
 * @param eager true reads it at each key too
 */
export function useTyped(value: string, read: (value: string) => void, eager = false): Typed {
  const [typed, setTyped] = useState<string | null>(null);
  return {
    value: typed ?? value,
    onInput: ({ currentTarget }) => {
      setTyped(currentTarget.value);
      if (eager) read(currentTarget.value);
    },
    onChange: ({ currentTarget }) => {
      read(currentTarget.value);
      setTyped(null);
    },
  };
}
