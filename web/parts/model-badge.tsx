import { ago, dateTime } from "../format.ts";
import { isLexical, readModelName } from "../model-name.ts";

interface ModelBadgeProps {
  /** `slug/model`. */
  model: string;
  /** When it answered, ISO. */
  at?: string | null;
  /** In a list: the name alone, the rest in its title. */
  short?: boolean;
}

/** Who made it: family, provider, model, time. The built-in engine is named wherever its results stand. */
export function ModelBadge({ model, at = null, short = false }: ModelBadgeProps) {
  const time =
    at === null ? null : (
      <time class="quiet" dateTime={at} title={dateTime(at)}>
        {ago(at, Date.now())}
      </time>
    );
  if (isLexical(model)) {
    return (
      <span class="badge info" title="Word statistics on this server, no language model, free">
        {short ? "Built-in engine" : "Made by the built-in lexical engine"}
        {!short && time}
      </span>
    );
  }
  const { provider, model: name, family } = readModelName(model);
  const title = [family, `${name} at ${provider}`, at === null ? "" : dateTime(at)].filter((part) => part);
  return (
    <span class="badge model" title={title.join(" · ")}>
      {family !== null && !short && <b>{family}</b>}
      <span class="clip">{name}</span>
      {provider !== "" && <span class="quiet clip">{provider}</span>}
      {!short && time}
    </span>
  );
}
