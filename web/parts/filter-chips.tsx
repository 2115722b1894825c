import { usePlace } from "../place.ts";
import { chipsOf, type Filter, noFilter } from "../result-filter.ts";

/** What narrows the results, each to be taken away by a click. */
export function FilterChips({ filter, clusterName }: { filter: Filter; clusterName?: string | undefined }) {
  const { link } = usePlace();
  const chips = chipsOf(filter, clusterName);
  if (chips.length === 0) return null;
  return (
    <nav class="chips" aria-label="Filters in force">
      {chips.map(({ words, without }) => (
        <a key={words} class="chip" aria-current="true" href={link(without)} title={`${words}: take this filter away`}>
          <span class="clip" dir="auto">
            {words}
          </span>{" "}
          ×
        </a>
      ))}
      <a class="button plain" href={link(noFilter)}>
        Clear
      </a>
    </nav>
  );
}
