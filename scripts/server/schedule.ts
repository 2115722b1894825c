/**
 * Locally nobody fires the cron trigger: this does, once a minute, so that what has expired is removed here as well.
 */
export function startTicking(url: string): void {
  const tick = setInterval(async () => {
    try {
      const answer = await fetch(`${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`, {
        signal: AbortSignal.timeout(30_000),
      });
      await answer.body?.cancel();
    } catch {
      // The next minute is another chance.
    }
  }, 60_000);
  tick.unref();
}
