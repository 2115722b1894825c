import { ArrowRight } from "lucide";
import type { ProviderEvent } from "../../worker/contract/provider.ts";
import { moment, sentence, timeOfDay } from "../format.ts";
import { readModelName } from "../model-name.ts";
import { Icon } from "./icon.tsx";

const kinds: Record<ProviderEvent["kind"], { tone: string; word: string }> = {
  opened: { tone: "error", word: "Opened" },
  "half-opened": { tone: "warn", word: "Half-opened" },
  closed: { tone: "ok", word: "Closed" },
  failover: { tone: "warn", word: "Failover" },
  cooling: { tone: "warn", word: "Cooling" },
};

const shownAtFirst = 3;

/** What happened to a provider's circuits and who answered instead, newest first. */
export function ProviderEvents({ events }: { events: ProviderEvent[] }) {
  if (events.length === 0) return null;
  const lines = events.map((event, place) => (
    <li key={`${event.at} ${event.kind} ${event.model} ${place}`}>
      <time class="quiet" dateTime={event.at} title={moment(event.at)}>
        {timeOfDay(event.at)}
      </time>
      <span>
        <span class={`badge ${kinds[event.kind].tone}`}>{kinds[event.kind].word}</span>{" "}
        {readModelName(event.model).model}
        {event.to !== null && (
          <span class="to">
            <Icon of={ArrowRight} size={12} />
            <span class="unseen">to</span>
            {event.to}
          </span>
        )}
        {event.reason !== "" && (
          <>
            : <span class="quiet">{sentence(event.reason)}</span>
          </>
        )}
      </span>
    </li>
  ));
  return (
    <div>
      <ul class="lines">{lines.slice(0, shownAtFirst)}</ul>
      {lines.length > shownAtFirst && (
        <details class="rest">
          <summary class="small quiet">{lines.length - shownAtFirst} earlier</summary>
          <ul class="lines">{lines.slice(shownAtFirst)}</ul>
        </details>
      )}
    </div>
  );
}
