import { Snowflake, Sparkles } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { answered } from "../answered.ts";
import { count, duration, facetName, money, plural } from "../format.ts";
import { labelNodes } from "../label-map.ts";
import type { Connection } from "../live.ts";
import { type LiveState, ranked } from "../live-state.ts";
import { Bars } from "../parts/bars.tsx";
import { Icon } from "../parts/icon.tsx";
import { Insights } from "../parts/insights.tsx";
import { LabelMap } from "../parts/label-map.tsx";
import { Notices } from "../parts/notices.tsx";
import { Skeleton } from "../parts/panel.tsx";
import { Phases } from "../parts/phases.tsx";
import { SavedAt } from "../parts/saved-at.tsx";
import { Standing } from "../parts/standing.tsx";
import { Streams } from "../parts/streams.tsx";
import { Troubles } from "../parts/troubles.tsx";
import type { TabProps } from "../tab-props.ts";

/** A job at work: phases, numbers, streams, labels as they appear. "Freeze the view" stops the drawing, not the job. */
export default function Live({ watch, onList }: TabProps) {
  const [frozen, setFrozen] = useState<LiveState | null>(null);
  const live = watch.state.value;
  const shown = frozen ?? live;
  const recent = shown?.recent;
  useEffect(() => {
    onList({ ids: (recent ?? []).map((result) => result.contentId), results: new Map() });
  }, [recent, onList]);
  if (shown === null) return <Skeleton lines={8} what="the progress" />;
  const { analysis } = shown;
  const facets = [...shown.labels].filter(([, labels]) => labels.size > 0);
  const map = labelNodes(shown.labels);

  return (
    <>
      <Standing analysis={analysis} onAnswer={watch.take} />
      <Troubles analysis={analysis} />
      <Phases progress={analysis.progress} status={analysis.status} />
      <Numbers analysis={analysis} />
      <div class="actions live-line">
        <ConnectionBadge
          connection={watch.connection.value}
          attempt={watch.attempt.value}
          paused={analysis.status === "paused"}
        />
        <SavedAt at={analysis.progress.savedAt} />
        <span style={{ flex: "1" }} />
        <button
          type="button"
          class="chip"
          aria-pressed={frozen !== null}
          title="The job goes on; only this page stands still"
          onClick={() => setFrozen(frozen === null ? live : null)}
        >
          <Icon of={Snowflake} size={12} />
          {frozen === null ? "Freeze the view" : "View frozen, follow again"}
        </button>
      </div>
      <div class="live">
        <div class="stack">
          {facets.map(([facet, labels]) => (
            <section key={facet} class="card" aria-label={facetName(facet)}>
              <div class="card-head">
                <h2>
                  {facetName(facet)} <span class="badge info">partial</span>
                </h2>
                <span class="small quiet">{plural(labels.size, "label")}</span>
              </div>
              <Bars
                rows={ranked(labels)
                  .slice(0, 10)
                  .map((row) => ({ ...row, href: resultsAddress(analysis.id, facet, row.label) }))}
                total={Math.max(answered(analysis.progress), 1)}
              />
            </section>
          ))}
          {facets.length === 0 && (
            <section class="card">
              <div class="card-head">
                <h2>Labels</h2>
              </div>
              <p class="card-body quiet">The first labels appear here as soon as the first contents are read.</p>
            </section>
          )}
        </div>
        <div class="stack">
          <Notices items={analysis.progress.notices} />
          <Streams progress={analysis.progress} />
          {shown.insights.length > 0 && (
            <section class="card">
              <div class="card-head">
                <h2>
                  <Icon of={Sparkles} />
                  Early insights
                </h2>
                <span class="badge info">partial</span>
              </div>
              <Insights items={shown.insights} analysisId={analysis.id} />
            </section>
          )}
          {shown.recent.length > 0 && (
            <section class="card">
              <div class="card-head">
                <h2>Just read</h2>
                <span class="badge info">partial</span>
              </div>
              <ul class="feed">
                {shown.recent.slice(0, 6).map((result) => (
                  <li key={result.contentId}>
                    <a class="clip" href={`?peek=${encodeURIComponent(result.contentId)}`} dir="auto">
                      {result.summary || result.externalId}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
      {map !== null && <LabelMap analysisId={analysis.id} found={map} />}
      <p class="unseen" role="status">
        {analysis.progress.currentStep}
      </p>
    </>
  );
}

const resultsAddress = (id: string, facet: string, value: string): string =>
  `/analyses/${id}/contents?${new URLSearchParams({ facet, value })}`;

function Numbers({ analysis }: { analysis: Analysis }) {
  const { progress, usage, estimate, options, status } = analysis;
  const working = progress.streams.filter((stream) => stream.state === "working").length;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const running = analysis.startedAt === null ? 0 : Math.max(0, (now - Date.parse(analysis.startedAt)) / 1000);
  const forecast = estimate?.costUsd ? `about ${money(estimate.costUsd.mid)} in all` : "no forecast";
  const limit = options.maxCostUsd === null ? "" : `, at most ${money(options.maxCostUsd)}`;
  const trouble = [
    progress.itemsFallback > 0 ? `${count(progress.itemsFallback)} by the built-in engine` : "",
    progress.itemsFailed > 0 ? `${count(progress.itemsFailed)} failed` : "",
  ].filter((part) => part !== "");
  return (
    <dl class="stats">
      <div>
        <dt>Contents done</dt>
        <dd>{count(answered(progress))}</dd>
        <dd class="sub">
          of {count(progress.itemsTotal)}
          {trouble.length > 0 && `, ${trouble.join(", ")}`}
        </dd>
      </div>
      <div>
        <dt>Time left</dt>
        <dd>{status === "paused" ? "Paused" : progress.etaSeconds === null ? "–" : duration(progress.etaSeconds)}</dd>
        <dd class="sub">
          {analysis.startedAt === null
            ? "not started"
            : status === "paused"
              ? `started ${duration(running)} ago`
              : `running for ${duration(running)}`}
        </dd>
      </div>
      <div>
        <dt>Cost so far</dt>
        <dd>{money(usage.costUsd)}</dd>
        <dd class="sub">
          {forecast}
          {limit}
        </dd>
      </div>
      <div>
        <dt>Calls</dt>
        <dd>{count(usage.calls)}</dd>
        <dd class="sub">
          {count(progress.batchesDone)} of {count(progress.batchesTotal)} batches
        </dd>
      </div>
      <div>
        <dt>Streams working</dt>
        <dd>{count(working)}</dd>
        <dd class="sub">of {count(progress.streams.length || options.streams)}</dd>
      </div>
    </dl>
  );
}

function ConnectionBadge(props: { connection: Connection; attempt: number; paused: boolean }) {
  const { connection, attempt, paused } = props;
  if (connection === "live" && paused) return <span class="badge">Connected, paused</span>;
  if (connection === "live") {
    return (
      <span class="badge ok">
        <span class="dot" />
        Live
      </span>
    );
  }
  if (connection === "connecting" || connection === "closed") return <span class="badge">Connecting</span>;
  return (
    <span class="badge warn">
      Reconnecting, attempt {attempt}
      {connection === "polling" && ", asking every 2 s"}
    </span>
  );
}
