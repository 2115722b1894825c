import { useId } from "preact/hooks";
import type { ProviderHealth } from "../../worker/contract/provider.ts";
import { count, plural } from "../format.ts";

const width = 10;
const height = 36;

const hourWord = new Intl.DateTimeFormat("en-US", { hour: "2-digit", minute: "2-digit", hour12: false });

/** The calls of the last 24 hours, an hour a bar, what failed on top; the same as a table for whoever wants numbers. */
export function Hours({ hours, name }: { hours: ProviderHealth["hours"]; name: string }) {
  const title = useId();
  const most = Math.max(1, ...hours.map(({ ok, failed }) => ok + failed));
  const ok = hours.reduce((sum, hour) => sum + hour.ok, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  const part = (calls: number): number => (calls === 0 ? 0 : Math.max(2, (calls / most) * height));
  const words = `${plural(ok + failed, "call")} in 24 hours, ${count(failed)} failed`;
  return (
    <figure class="hours">
      <svg
        viewBox={`0 0 ${hours.length * width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-labelledby={title}
      >
        <title id={title}>{`${name}: ${words}`}</title>
        {hours.map((hour, place) => {
          const [good, bad] = [part(hour.ok), part(hour.failed)];
          return (
            <g key={hour.hour}>
              <rect class="none" x={place * width + 1} y={height - 1} width={width - 2} height={1} />
              <rect class="ok" x={place * width + 1} y={height - good} width={width - 2} height={good} />
              <rect class="failed" x={place * width + 1} y={height - good - bad} width={width - 2} height={bad} />
            </g>
          );
        })}
      </svg>
      <figcaption>
        <details>
          <summary class="small quiet">{words}</summary>
          <table class="table">
            <thead>
              <tr>
                <th>Hour from</th>
                <th class="number">Answered</th>
                <th class="number">Failed</th>
              </tr>
            </thead>
            <tbody>
              {hours
                .filter((hour) => hour.ok + hour.failed > 0)
                .map((hour) => (
                  <tr key={hour.hour}>
                    <td>{hourWord.format(new Date(hour.hour))}</td>
                    <td class="number">{count(hour.ok)}</td>
                    <td class="number">{count(hour.failed)}</td>
                  </tr>
                ))}
              {ok + failed === 0 && (
                <tr>
                  <td colSpan={3}>No calls</td>
                </tr>
              )}
            </tbody>
          </table>
        </details>
      </figcaption>
    </figure>
  );
}
