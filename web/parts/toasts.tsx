import { CircleCheck, TriangleAlert, X } from "lucide";
import { useEffect, useRef } from "preact/hooks";
import { toasts, unsay } from "../toast.ts";
import { Icon } from "./icon.tsx";

/** The corner where things are said; in the top layer, so that it also stands above an open dialog. */
export function Toasts() {
  const element = useRef<HTMLDivElement>(null);
  const list = toasts.value;
  useEffect(() => {
    const corner = element.current;
    if (corner === null) return;
    if (corner.matches(":popover-open")) corner.hidePopover();
    if (list.length > 0) corner.showPopover();
  }, [list]);
  return (
    <div ref={element} class="toasts" popover="manual" role="status" aria-live="polite">
      {list.map((toast) => (
        <div key={toast.id} class={`toast ${toast.kind}`}>
          <Icon of={toast.kind === "ok" ? CircleCheck : TriangleAlert} />
          <p>{toast.text}</p>
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => unsay(toast.id)}>
            <Icon of={X} size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
