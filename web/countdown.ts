/** `12 s`, `5 min`, `3 h`, `4 days`: as the server says it, so that both read alike. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** When something comes: "in 12 s", "now" once its time is over. @param now milliseconds since 1970 */
export function until(iso: string, now: number): string {
  const left = Date.parse(iso) - now;
  return left <= 0 ? "now" : `in ${span(left)}`;
}

/** "12 s ago", "never". @param now milliseconds since 1970 */
export function since(iso: string | null, now: number): string {
  return iso === null ? "never" : `${span(now - Date.parse(iso))} ago`;
}

/**
 * The server's sentence on a provider, kept true while it stands there: what it says of the next probe and of the last
 * answer counts on between two looks.
 * @param moments when its models are probed next and when they answered last
 */
export function liveWords(
  words: string,
  moments: { nextProbeAt: string | null; lastSuccessAt: string | null }[],
  now: number,
): string {
  const probe = first(
    moments.map(({ nextProbeAt }) => nextProbeAt),
    Math.min,
  );
  const answer = first(
    moments.map(({ lastSuccessAt }) => lastSuccessAt),
    Math.max,
  );
  const probed =
    probe === null ? words : words.replace(/(next probe|asked again) in [^.;]+$/, `$1 ${until(probe, now)}`);
  return answer === null ? probed : probed.replace(/answered [^.;]+ ago/, `answered ${since(answer, now)}`);
}

function first(times: (string | null)[], choose: (...values: number[]) => number): string | null {
  const known = times.filter((time) => time !== null).map((time) => Date.parse(time));
  return known.length === 0 ? null : new Date(choose(...known)).toISOString();
}

/** Milliseconds as people read a latency: "340 ms", "1.2 s", "14 s". */
export function latency(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : span(ms);
}
