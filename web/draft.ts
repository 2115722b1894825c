import { useState } from "preact/hooks";

/** A value that outlives a reload of this tab, until it is forgotten. Never for secrets. */
export function useDraft<Value>(key: string, start: () => Value): [Value, (value: Value) => void, () => void] {
  const [value, setValue] = useState<Value>(() => read<Value>(key) ?? start());
  const keep = (next: Value): void => {
    setValue(next);
    try {
      sessionStorage.setItem(key, JSON.stringify(next));
    } catch {
      // Storage is off: it holds until the page is left.
    }
  };
  const forget = (): void => {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  };
  return [value, keep, forget];
}

function read<Value>(key: string): Value | null {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as Value);
  } catch {
    return null;
  }
}
