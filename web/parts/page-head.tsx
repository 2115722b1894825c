import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

export interface Crumb {
  word: string;
  href?: string;
}

/** The breadcrumb of the page in view; drawn by the shell's top bar. */
export const crumbs = signal<Crumb[]>([]);

interface PageHeadProps {
  title: string;
  /** Which of its views is shown, for the document's title. */
  view?: string | undefined;
  /** Parents, nearest last; the page itself is added. */
  above?: Crumb[];
  badge?: ComponentChildren;
  subtitle?: ComponentChildren;
  actions?: ComponentChildren;
}

/** Title line of a page; also sets the document's title and the breadcrumb. */
export function PageHead({ title, view, above = [], badge, subtitle, actions }: PageHeadProps) {
  const path = JSON.stringify(above);
  useEffect(() => {
    document.title = [view, title, "Parallax"].filter((part) => part !== undefined).join(" · ");
    crumbs.value = [...(JSON.parse(path) as Crumb[]), { word: title }];
  }, [title, view, path]);
  return (
    <div class="page-head">
      <div>
        <div class="title">
          <h1>{title}</h1>
          {badge}
        </div>
        {subtitle !== undefined && <div class="subtitle">{subtitle}</div>}
      </div>
      {actions !== undefined && <div class="actions">{actions}</div>}
    </div>
  );
}
