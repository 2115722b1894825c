import { useLocation } from "preact-iso";

/** The same address with some parameters changed; undefined and "" take one away. */
export function withQuery(url: string, changes: Record<string, string | undefined>): string {
  const cut = url.indexOf("?");
  const path = cut < 0 ? url : url.slice(0, cut);
  const search = new URLSearchParams(cut < 0 ? "" : url.slice(cut + 1));
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") search.delete(name);
    else search.set(name, value);
  }
  const tail = search.toString();
  return tail === "" ? path : `${path}?${tail}`;
}

export interface Place {
  /** Path and query. */
  url: string;
  path: string;
  query: Record<string, string>;
  /** Address of this page with other parameters, for links. */
  link: (changes: Record<string, string | undefined>) => string;
  /** Changes parameters; `replace` leaves no entry in the history (typing, J/K). */
  change: (changes: Record<string, string | undefined>, replace?: boolean) => void;
  go: (url: string, replace?: boolean) => void;
}

/** Where the reader is. All state a link should carry lives in its query. */
export function usePlace(): Place {
  const { url, path, query, route } = useLocation();
  return {
    url,
    path,
    query,
    link: (changes) => withQuery(url, changes),
    change: (changes, replace = false) => route(withQuery(url, changes), replace),
    go: (to, replace = false) => route(to, replace),
  };
}
