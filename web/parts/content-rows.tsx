import { useRef } from "preact/hooks";
import type { ContentItem } from "../../worker/contract/content.ts";
import { ago, count, language, share } from "../format.ts";
import { useWindow } from "../rows-in-view.ts";
import { useRowKeys } from "./row-keys.ts";
import { Spacer } from "./spacer.tsx";

interface ContentRowsProps {
  items: ContentItem[];
  link: (contentId: string) => string;
  open: (contentId: string) => void;
}

/** Contents of a dataset. Only the rows in view are in the document. */
export function ContentRows({ items, link, open }: ContentRowsProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { start, end, rowHeight } = useWindow(body, items.length);
  const current = useRowKeys(
    items.map((item) => item.id),
    body,
    rowHeight,
    open,
  );
  const now = Date.now();
  return (
    <table class="table fixed sticky" aria-rowcount={items.length + 1}>
      <thead>
        <tr>
          <th class="lead-most">Content</th>
          <th class="wide">Language</th>
          <th class="number" style={{ width: "84px" }}>
            Messages
          </th>
          <th class="wide number">Tokens</th>
          <th class="widest number">Quality</th>
          <th class="widest number">Imported</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {start > 0 && <Spacer rows={start} rowHeight={rowHeight} />}
        {items.slice(start, end).map((item, index) => (
          <tr key={item.id} class={`row ${item.id === current ? "current" : ""}`} aria-rowindex={start + index + 2}>
            <td>
              <div class="main-cell">
                <a class="clip" href={link(item.id)} data-content={item.id} dir="auto">
                  {item.title || item.externalId}
                </a>
                <span class="second clip">
                  {language(item.language)}, {count(item.tokens)} tokens
                </span>
              </div>
            </td>
            <td class="wide">{language(item.language)}</td>
            <td class="number">{count(item.messageCount)}</td>
            <td class="wide number">{count(item.tokens)}</td>
            <td class="widest number">{item.quality === null ? "–" : share(item.quality, 1)}</td>
            <td class="widest number">
              <time dateTime={item.createdAt}>{ago(item.createdAt, now)}</time>
            </td>
          </tr>
        ))}
        {end < items.length && <Spacer rows={items.length - end} rowHeight={rowHeight} />}
      </tbody>
    </table>
  );
}
