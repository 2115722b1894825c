import { CircleAlert, Sparkles } from "lucide";
import { useEffect, useMemo } from "preact/hooks";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { Stats } from "../../worker/contract/findings.ts";
import type { Label } from "../../worker/contract/labels.ts";
import type { Facet } from "../../worker/contract/template.ts";
import { answered, toAskAgain } from "../answered.ts";
import { api } from "../api.ts";
import { type FirstResults, firstResults } from "../first-results.ts";
import { ago, count, dateTime, duration, facetName, money, plural, sentence } from "../format.ts";
import { useLoad } from "../load.ts";
import { isLexical } from "../model-name.ts";
import { ActualCard } from "../parts/actual.tsx";
import { Bars } from "../parts/bars.tsx";
import { Icon } from "../parts/icon.tsx";
import { Insights } from "../parts/insights.tsx";
import { LabelCard } from "../parts/label-card.tsx";
import { Consistency, LabelChanges } from "../parts/label-changes.tsx";
import { Notices } from "../parts/notices.tsx";
import { Panel } from "../parts/panel.tsx";
import { RetryFailed } from "../parts/retry-failed.tsx";
import { ReadOf, Sentiment } from "../parts/sentiment.tsx";
import { WhoAnswered } from "../parts/who-answered.tsx";
import type { TabProps } from "../tab-props.ts";
import { isClosed, tally } from "../tally.ts";
import { vectorWords } from "../vector-words.ts";

/** What was found: headline, insights, labels, sentiment, and what it took. */
export default function Overview({ analysis, watch, onList }: TabProps) {
  const { id } = analysis;
  const insights = useLoad(`insights ${id}`, (signal) => api.insights(id, signal));
  const labels = useLoad(`labels ${id}`, (signal) => api.labels(id, signal));
  const stats = useLoad(`stats ${id}`, (signal) => api.stats(id, signal));
  const template = useLoad(`template ${analysis.templateId}`, (signal) => api.template(analysis.templateId, signal));
  const first = useLoad(`first results ${id}`, (signal) => firstResults(id, signal));
  const titles = useMemo(() => {
    const named = (first.data?.items ?? []).filter((item) => item.title !== "");
    return new Map(named.map((item) => [item.contentId, item.title]));
  }, [first.data]);
  const closed = (template.data?.facets ?? []).filter(isClosed);
  const found = insights.data;
  useEffect(() => {
    const ids = [...new Set((found?.insights ?? []).flatMap((insight) => insight.contentIds))];
    onList({ ids, results: new Map() });
  }, [found, onList]);
  const headline = analysis.headline ?? found?.headline ?? null;

  return (
    <>
      <Ending analysis={analysis} onAnswer={watch.take} />
      {headline !== null && (
        <p class="headline" dir="auto">
          {headline}
        </p>
      )}
      <Numbers analysis={analysis} />
      <div class="live overview">
        <Panel load={labels} what="the labels" lines={8}>
          {(reply) => (
            <div class="stack">
              {inOrder(reply.facets, template.data?.facets ?? []).map(([facet, list]) => (
                <LabelCard
                  key={facet}
                  facet={facet}
                  labels={list}
                  all={reply}
                  analysis={analysis}
                  onChange={() => {
                    labels.reload();
                    // Headline and statements follow the words; what a model wrote stays.
                    insights.reload();
                  }}
                />
              ))}
              <LabelChanges labels={reply} />
            </div>
          )}
        </Panel>
        <div class="stack beside">
          <section class="card">
            <div class="card-head">
              <h2>
                <Icon of={Sparkles} />
                Insights
              </h2>
              {found?.partial && <span class="badge info">partial</span>}
            </div>
            <Panel load={insights} what="the insights" safe="The results themselves are under Contents.">
              {(reply) =>
                reply.insights.length > 0 ? (
                  <Insights items={reply.insights} analysisId={id} titles={titles} />
                ) : (
                  <p class="card-body quiet">This analysis made no insights.</p>
                )
              }
            </Panel>
          </section>
          <Sentiment load={first} />
          <WhoAnswered analysis={analysis} load={first} />
        </div>
        {closed.length > 0 && (
          <Panel load={first} what="the distributions" lines={8}>
            {(read) => (
              <div class="stack">
                {closed.map((facet) => (
                  <ClosedCard key={facet.name} facet={facet} read={read} analysisId={id} />
                ))}
              </div>
            )}
          </Panel>
        )}
      </div>
      <div class="columns">
        <Provenance
          analysis={analysis}
          clustered={template.data?.modules.clusters ?? false}
          merges={labels.data?.merges.length ?? 0}
          stats={stats.data}
        />
        <ActualCard analysis={analysis} />
        <Notices items={analysis.progress.notices} />
      </div>
    </>
  );
}

/** Facets in the order in which the template asks them. */
function inOrder(facets: Record<string, Label[]>, asked: { name: string }[]): [string, Label[]][] {
  const place = new Map(asked.map((facet, index) => [facet.name, index]));
  return Object.entries(facets).sort((a, b) => (place.get(a[0]) ?? 99) - (place.get(b[0]) ?? 99));
}

function Ending({ analysis, onAnswer }: { analysis: Analysis; onAnswer: (analysis: Analysis) => void }) {
  const { progress, status } = analysis;
  const retry = <RetryFailed analysis={analysis} onAnswer={onAnswer} />;
  const kept = `${count(answered(progress))} of ${plural(progress.itemsTotal, "content")}`;
  if (status === "failed") {
    return (
      <div class="note error" role="alert">
        <Icon of={CircleAlert} />
        <div>
          <strong>The analysis failed.</strong> {sentence(analysis.error ?? "")} {kept} are kept and can be read;
          nothing is charged twice when it is run again.
        </div>
        {retry}
      </div>
    );
  }
  if (status === "cancelled") {
    return (
      <div class="note">
        <Icon of={CircleAlert} />
        <div>Cancelled. {kept} are kept and can be read.</div>
        {retry}
      </div>
    );
  }
  if (toAskAgain(analysis) === 0) return null;
  const { itemsFailed, itemsFallback } = progress;
  const contents = `/analyses/${analysis.id}/contents?status=`;
  return (
    <div class="note warn">
      <Icon of={CircleAlert} />
      <div>
        {itemsFailed > 0 && (
          <p>
            {plural(itemsFailed, "content has", "contents have")} no result.{" "}
            <a href={`${contents}failed`}>See which and why</a>
          </p>
        )}
        {itemsFallback > 0 && !isLexical(analysis.model) && (
          <p>
            {plural(itemsFallback, "content was", "contents were")} answered by the built-in engine, since no model did.{" "}
            <a href={`${contents}fallback`}>See which</a>
          </p>
        )}
      </div>
      {retry}
    </div>
  );
}

function Numbers({ analysis }: { analysis: Analysis }) {
  const { progress, usage } = analysis;
  const seconds =
    analysis.startedAt && analysis.completedAt
      ? (Date.parse(analysis.completedAt) - Date.parse(analysis.startedAt)) / 1000
      : null;
  return (
    <dl class="stats">
      <div>
        <dt>Contents</dt>
        <dd>{count(answered(progress))}</dd>
        <dd class="sub">
          {progress.itemsFailed > 0
            ? `${count(progress.itemsFailed)} without a result`
            : answered(progress) === progress.itemsTotal
              ? "every one has a result"
              : `of ${count(progress.itemsTotal)}`}
        </dd>
      </div>
      <div>
        <dt>Answered by the built-in engine</dt>
        <dd>{count(isLexical(analysis.model) ? progress.itemsDone : progress.itemsFallback)}</dd>
        <dd class="sub">{isLexical(analysis.model) ? "as asked" : "where the model gave no answer"}</dd>
      </div>
      {seconds !== null && (
        <div>
          <dt>Time</dt>
          <dd>{duration(seconds)}</dd>
          <dd class="sub">{analysis.completedAt === null ? "" : dateTime(analysis.completedAt)}</dd>
        </div>
      )}
      <div>
        <dt>Cost</dt>
        <dd>{money(usage.costUsd)}</dd>
        <dd class="sub">{plural(usage.calls, "call")}</dd>
      </div>
    </dl>
  );
}

/** How the contents split over a facet with fixed values: counted from the results that were read. */
function ClosedCard({ facet, read, analysisId }: { facet: Facet; read: FirstResults; analysisId: string }) {
  const rows = tally(facet, read.items);
  return (
    <section class="card" aria-label={facetName(facet.name)}>
      <div class="card-head">
        <h2>{facetName(facet.name)}</h2>
        <ReadOf read={read} />
      </div>
      {rows.length === 0 && <p class="card-body quiet">No values.</p>}
      <Bars
        total={read.items.length}
        rows={rows.map(({ value, word, count: number }) => ({
          label: word,
          count: number,
          ...(value === null
            ? {}
            : { href: `/analyses/${analysisId}/contents?${new URLSearchParams({ facet: facet.name, value })}` }),
        }))}
      />
    </section>
  );
}

interface ProvenanceProps {
  analysis: Analysis;
  /** Whether its template has clusters. */
  clustered: boolean;
  merges: number;
  stats: Stats | undefined;
}

function Provenance({ analysis, clustered, merges, stats }: ProvenanceProps) {
  const vectors = clustered ? vectorWords(analysis.options, analysis.progress.itemsTotal) : null;
  return (
    <section class="card">
      <div class="card-head">
        <h2>Where this comes from</h2>
      </div>
      <div class="card-body stack">
        <p>
          {isLexical(analysis.model)
            ? "Made by the built-in lexical engine: word statistics, no language model. Labels are key phrases, summaries are quoted sentences."
            : `Asked of ${[analysis.model, ...analysis.options.fallbackModels].join(", ")}; who answered stands beside it.`}
        </p>
        {vectors !== null && <p>{vectors}</p>}
        <dl class="facts">
          <dt>Streams</dt>
          <dd>
            {count(analysis.options.streams)}, labels agreed{" "}
            {analysis.options.sync === "round" ? "after each round" : "all the time"}
          </dd>
          <dt>Labels merged</dt>
          <dd>{count(merges)}</dd>
          {stats !== undefined && <Consistency stats={stats} />}
          {(analysis.pinned || analysis.expiresAt !== null) && (
            <>
              <dt>{analysis.pinned ? "Kept" : "Expires"}</dt>
              <dd>
                {analysis.pinned || analysis.expiresAt === null
                  ? "it does not expire"
                  : `${dateTime(analysis.expiresAt)} (${ago(analysis.expiresAt, Date.now())})`}
              </dd>
            </>
          )}
          <dt>Id</dt>
          <dd class="mono small">{analysis.id}</dd>
        </dl>
      </div>
    </section>
  );
}
