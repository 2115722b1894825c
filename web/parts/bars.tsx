import { count, share } from "../format.ts";

export interface BarRow {
  label: string;
  count: number;
  href?: string;
  hue?: string;
  title?: string;
}

/** Labels with their counts as bars; the longest is the widest, the percent is of all contents. */
export function Bars({ rows, total }: { rows: BarRow[]; total: number }) {
  const widest = Math.max(1, ...rows.map((row) => row.count));
  // While a job runs a count may be there before the number of contents is: there are as many as are counted at least.
  const all = Math.max(total, ...rows.map((row) => row.count));
  return (
    <ul class="bars">
      {rows.map((row) => {
        const inner = (
          <>
            <span
              class="fill"
              style={{ width: `${(row.count / widest) * 100}%`, ...(row.hue ? { "--hue": row.hue } : {}) }}
            />
            <span class="label" dir="auto">
              {row.label}
            </span>
            <span>{count(row.count)}</span>
            <span class="share">{share(row.count, all)}</span>
          </>
        );
        return (
          <li key={row.label}>
            {row.href === undefined ? (
              <div title={row.title}>{inner}</div>
            ) : (
              <a href={row.href} title={row.title}>
                {inner}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
