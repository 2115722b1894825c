import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  kind: "ok" | "error";
  text: string;
}

export const toasts = signal<Toast[]>([]);
let last = 0;

/** Says something in the corner; errors stay until they are closed, the rest for 5 seconds. */
export function say(text: string, kind: Toast["kind"] = "ok"): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-2), { id, kind, text }];
  if (kind === "ok") setTimeout(() => unsay(id), 5000);
}

export function unsay(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
