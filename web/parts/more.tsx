import { useEffect, useRef } from "preact/hooks";
import { plural } from "../format.ts";
import type { Pages } from "../load.ts";

/** The end of a list by cursor: loads on when it comes into view, and by a button for everyone who does not scroll. */
export function More<Item>({ pages, of, noun }: { pages: Pages<Item>; of?: number | undefined; noun: string }) {
  const element = useRef<HTMLDivElement>(null);
  const next = useRef(pages.next);
  next.current = pages.next;
  const { more } = pages;
  const loaded = pages.data?.length ?? 0;
  useEffect(() => {
    const end = element.current;
    if (end === null || !more || loaded === 0) return;
    const watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && next.current(), {
      rootMargin: "600px",
    });
    watcher.observe(end);
    return () => watcher.disconnect();
  }, [more, loaded]);
  return (
    <div class="more" ref={element}>
      {more ? (
        <>
          {of === undefined ? plural(loaded, noun) : `${plural(loaded, noun)} of ${of.toLocaleString("en-US")}`}
          <button type="button" class="button" disabled={pages.busy} onClick={pages.next}>
            Load more
          </button>
        </>
      ) : (
        loaded > 20 && `All ${plural(loaded, noun)}`
      )}
    </div>
  );
}
