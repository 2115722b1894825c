import { Shuffle } from "lucide";
import type { Progress } from "../../worker/contract/analysis.ts";
import { localTimes, moment, timeOfDay } from "../format.ts";
import { Icon } from "./icon.tsx";

const openAtFirst = 4;

/** What people should know of how it went, newest first: who answered instead of whom, and why. */
export function Notices({ items }: { items: Progress["notices"] }) {
  if (items.length === 0) return null;
  const lines = items.map((notice) => (
    <li key={`${notice.at} ${notice.text}`}>
      <time class="quiet" dateTime={notice.at} title={moment(notice.at)}>
        {timeOfDay(notice.at)}
      </time>
      <span>{localTimes(notice.text, notice.at)}</span>
    </li>
  ));
  return (
    <section class="card" aria-labelledby="notices">
      <div class="card-head">
        <h2 id="notices">
          <Icon of={Shuffle} />
          Notices
        </h2>
        <span class="small quiet">newest first</span>
      </div>
      <ul class="lines" aria-live="polite">
        {lines.slice(0, openAtFirst)}
      </ul>
      {lines.length > openAtFirst && (
        <details class="rest">
          <summary class="small quiet">{lines.length - openAtFirst} earlier</summary>
          <ul class="lines">{lines.slice(openAtFirst)}</ul>
        </details>
      )}
    </section>
  );
}
