import { useEffect, useState } from "preact/hooks";
import type { PromptPreview } from "../worker/contract/template-trial.ts";
import { api } from "./api.ts";
import { type Load, useLoad } from "./load.ts";

/** Typing is followed by as long a rest, in milliseconds, before it is asked for. */
const rest = 400;

/** The prompt of what is written, as it stands after a short rest. @param body null asks for nothing */
export function usePreview(body: Record<string, unknown> | null): Load<PromptPreview> {
  const text = body === null ? null : JSON.stringify(body);
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    if (asked === null) {
      setAsked(text);
      return;
    }
    const timer = setTimeout(() => setAsked(text), rest);
    return () => clearTimeout(timer);
  }, [text, asked]);
  return useLoad(asked === null ? null : `prompt ${asked}`, (signal) =>
    api.previewPrompt(JSON.parse(asked ?? "{}"), signal),
  );
}
