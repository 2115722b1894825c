import { Compass } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { ErrorBoundary, lazy } from "preact-iso";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { Evidence } from "../../worker/contract/findings.ts";
import { api } from "../api.ts";
import { chainWords } from "../chain.ts";
import { dateTime, plural } from "../format.ts";
import { type Watch, watchAnalysis } from "../live.ts";
import { settled } from "../live-state.ts";
import { useLoad } from "../load.ts";
import { Empty } from "../parts/empty.tsx";
import { ExpiredAnalysis } from "../parts/expired-analysis.tsx";
import { ModelBadge } from "../parts/model-badge.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Failure, Skeleton } from "../parts/panel.tsx";
import { Peek } from "../parts/peek.tsx";
import { ResultAbout } from "../parts/result-about.tsx";
import { SavedAt } from "../parts/saved-at.tsx";
import { StatusBadge } from "../parts/status.tsx";
import { Steer } from "../parts/steer.tsx";
import { usePlace } from "../place.ts";
import type { PeekList, TabProps } from "../tab-props.ts";

const Live = lazy(() => import("./analysis-live.tsx"));
const Overview = lazy(() => import("./analysis-overview.tsx"));
const Contents = lazy(() => import("./analysis-contents.tsx"));
const Clusters = lazy(() => import("./analysis-clusters.tsx"));
const Batches = lazy(() => import("./analysis-batches.tsx"));
const Calls = lazy(() => import("./analysis-calls.tsx"));
const Recovery = lazy(() => import("../parts/recovery.tsx"));

const nothing: PeekList = { ids: [], results: new Map() };

/** One analysis from its start to its results: one address, tabs as addresses beneath it. */
export default function AnalysisPage({ id, tab }: { id: string; tab?: string }) {
  const [watch, setWatch] = useState<Watch | null>(null);
  useEffect(() => {
    const mine = watchAnalysis(id);
    setWatch(mine);
    return () => mine.stop();
  }, [id]);
  return watch === null ? (
    <Skeleton lines={8} what="the analysis" />
  ) : (
    <Watched key={id} id={id} watch={watch} tab={tab} />
  );
}

function Watched({ id, watch, tab }: { id: string; watch: Watch; tab: string | undefined }) {
  const { query, change } = usePlace();
  const [list, setList] = useState<PeekList>(nothing);
  const analysis = watch.state.value?.analysis;
  const projectId = analysis?.projectId;
  const project = useLoad(projectId === undefined ? null : `project ${projectId}`, (signal) =>
    api.project(projectId ?? "", signal),
  );
  const error = watch.error.value;
  if (analysis === undefined) {
    return (
      <>
        <PageHead title="Analysis" above={[{ word: "Analyses", href: "/analyses" }]} />
        {error === null ? (
          <Skeleton lines={8} what="the analysis" />
        ) : error.status === 410 ? (
          <ExpiredAnalysis id={id} message={error.message} />
        ) : (
          <Failure
            error={error}
            what="the analysis"
            retry={watch.retry}
            action={
              <a class="button" href="/analyses">
                Back to analyses
              </a>
            }
          />
        )}
      </>
    );
  }
  const base = `/analyses/${analysis.id}`;
  const tabs = [
    { name: undefined, word: settled(analysis) ? "Overview" : "Live", href: base },
    { name: "contents", word: "Contents", href: `${base}/contents` },
    { name: "clusters", word: "Clusters", href: `${base}/clusters` },
    { name: "batches", word: "Batches", href: `${base}/batches` },
    { name: "calls", word: "Calls", href: `${base}/calls` },
  ];
  const peek = query.peek;
  const chain = chainWords(analysis.options);
  return (
    <>
      <PageHead
        title={analysis.name}
        view={tab === undefined ? undefined : tabs.find(({ name }) => name === tab)?.word}
        above={
          project.data
            ? [
                { word: "Projects", href: "/projects" },
                { word: project.data.name, href: `/projects/${project.data.id}` },
              ]
            : [{ word: "Analyses", href: "/analyses" }]
        }
        badge={<StatusBadge analysis={analysis} />}
        subtitle={
          <>
            <span>{plural(analysis.progress.itemsTotal, "content")}</span>
            <ModelBadge model={analysis.model} at={analysis.startedAt} />
            {(tab !== undefined || settled(analysis)) && <SavedAt at={analysis.progress.savedAt} />}
            {chain !== null && (
              <span class="quiet" title={analysis.options.fallbackModels.join(", ")}>
                {chain}
              </span>
            )}
            {settled(analysis) && (analysis.pinned || analysis.expiresAt !== null) && <Expiry analysis={analysis} />}
          </>
        }
        actions={<Steer analysis={analysis} onAnswer={watch.take} />}
      />
      <nav class="tabs" aria-label="Views of this analysis">
        {tabs.map((one) => (
          <a
            key={one.href}
            href={one.href}
            aria-current={one.name === tab ? "page" : undefined}
            {...(one.name === tab ? { ref: intoView } : {})}
          >
            {one.word}
          </a>
        ))}
      </nav>
      <ErrorBoundary>
        <Tab tab={tab} analysis={analysis} watch={watch} onList={setList} />
      </ErrorBoundary>
      {query.recover !== undefined && !settled(analysis) && (
        <Recovery analysis={analysis} onAnswer={watch.take} onClose={() => change({ recover: undefined }, true)} />
      )}
      {peek !== undefined && (
        <ResultPeek
          analysis={analysis}
          contentId={peek}
          list={list}
          onMove={(next) => change({ peek: next }, true)}
          onClose={() => change({ peek: undefined }, true)}
        />
      )}
    </>
  );
}

/**
 * On narrow windows the tab in view may stand beyond the edge of its row. Not by scrollIntoView: from there on the Tab key
 * would begin, past everything that stands before.
 */
function intoView(tab: HTMLElement | null): void {
  const row = tab?.parentElement;
  if (!tab || !row) return;
  const [inner, outer] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.right > outer.right) row.scrollLeft += inner.right - outer.right;
  else if (inner.left < outer.left) row.scrollLeft -= outer.left - inner.left;
}

/** Until when the results can be read. */
function Expiry({ analysis: { pinned, expiresAt } }: { analysis: Analysis }) {
  if (pinned || expiresAt === null) return <span class="quiet">kept, does not expire</span>;
  return (
    <span class="quiet">
      expires <time dateTime={expiresAt}>{dateTime(expiresAt)}</time>
    </span>
  );
}

function Tab({ tab, ...props }: TabProps & { tab: string | undefined }) {
  if (tab === "contents") return <Contents {...props} />;
  if (tab === "clusters") return <Clusters {...props} />;
  if (tab === "batches") return <Batches {...props} />;
  if (tab === "calls") return <Calls {...props} />;
  if (tab !== undefined) {
    return (
      <div class="card">
        <Empty icon={Compass} title="There is no such view of an analysis" />
      </div>
    );
  }
  return settled(props.analysis) ? <Overview {...props} /> : <Live {...props} />;
}

interface ResultPeekProps {
  analysis: Analysis;
  contentId: string;
  list: PeekList;
  onMove: (id: string) => void;
  onClose: () => void;
}

const noEvidence: Evidence[] = [];

/** The drawer, with the result of the content: from the list beneath, or asked for when the link led straight here. */
function ResultPeek({ analysis, contentId, list, onMove, onClose }: ResultPeekProps) {
  const known = list.results.get(contentId);
  const asked = useLoad(known === undefined ? `result ${analysis.id} ${contentId}` : null, async (signal) => {
    const page = await api.results(analysis.id, { contentId, limit: 1 }, signal);
    return page.items.find((item) => item.contentId === contentId) ?? null;
  });
  const result = known ?? asked.data ?? undefined;
  return (
    <Peek
      contentId={contentId}
      ids={list.ids}
      evidence={result?.evidence ?? noEvidence}
      onMove={onMove}
      onClose={onClose}
    >
      {result !== undefined && <ResultAbout result={result} analysis={analysis} />}
    </Peek>
  );
}
