import type { IconNode } from "lucide";
import { h } from "preact";

/** One lucide icon from its node list. Decorative: the words beside it, or the button's label, say what it means. */
export function Icon({ of, size = 16, class: name }: { of: IconNode; size?: number; class?: string }) {
  return (
    <svg
      class={name}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {of.map(([tag, attributes], index) => h(tag, { key: index, ...attributes }))}
    </svg>
  );
}
