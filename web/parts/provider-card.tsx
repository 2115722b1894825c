import { Settings2, Trash2, Zap } from "lucide";
import { useState } from "preact/hooks";
import type { Provider, ProviderHealth, ProviderTestReply } from "../../worker/contract/provider.ts";
import { api } from "../api.ts";
import { latency, liveWords, since } from "../countdown.ts";
import { count, dateTime } from "../format.ts";
import { paid } from "../price-words.ts";
import { asApiError } from "../problem.ts";
import { providerKind } from "../provider-kind.ts";
import { Circuits, StateWords } from "./circuit.tsx";
import { Hours } from "./hours.tsx";
import { Icon } from "./icon.tsx";
import { ProviderEvents } from "./provider-events.tsx";
import { TestResult } from "./test-result.tsx";

interface ProviderCardProps {
  provider: Provider;
  /** Undefined until it is known. */
  health: ProviderHealth | undefined;
  now: number;
  onTested: () => void;
  onDelete: () => void;
}

/** One provider: how it does, since when and why, what it costs, and the button that tries it. */
export function ProviderCard({ provider, health, now, onTested, onDelete }: ProviderCardProps) {
  const test = useTest(provider.id, onTested);
  const asked = health?.models ?? [];
  const inUse = provider.models.length > 0 ? provider.models : provider.found.map(({ id }) => id);
  const known = new Set(asked.map(({ model }) => model));
  const others = inUse.filter((model) => !known.has(`${provider.slug}/${model}`));
  const last = newest(asked.map(({ lastSuccessAt }) => lastSuccessAt));
  return (
    <article class="card provider" id={provider.slug} aria-label={provider.name}>
      <header class="provider-head">
        <div>
          <h2>
            <a href={`/providers/${provider.id}`}>{provider.name}</a>
          </h2>
          <span class="small quiet clip" title={provider.baseUrl}>
            {providerKind(provider.type)} · <span class="mono">{provider.slug}</span>
            {provider.keyHint !== null && ` · key …${provider.keyHint}`}
          </span>
        </div>
        <div class="actions">
          <button
            type="button"
            class="button"
            aria-label={`${test.busy ? "Testing" : "Test now"}: ${provider.name}`}
            disabled={test.busy}
            onClick={() => void test.run()}
          >
            <Icon of={Zap} size={14} />
            {test.busy ? "Testing" : "Test now"}
          </button>
          <a
            class="icon-button"
            href={`/providers/${provider.id}`}
            aria-label={`Settings of ${provider.name}`}
            title="Settings"
          >
            <Icon of={Settings2} />
          </a>
          <button
            type="button"
            class="icon-button"
            aria-label={`Delete ${provider.name}`}
            title="Delete"
            onClick={onDelete}
          >
            <Icon of={Trash2} />
          </button>
        </div>
      </header>
      <div class="provider-test" aria-live="polite">
        {test.reply !== null && <TestResult reply={test.reply} />}
        {test.fault !== null && <p class="note error">Couldn’t test it. {test.fault}</p>}
      </div>
      {health !== undefined && (
        <>
          <p class="provider-state">
            <StateWords state={health.state} words={liveWords(health.words, asked, now)} />
          </p>
          <div class="provider-body">
            <dl class="provider-facts">
              <div>
                <dt>Last success</dt>
                <dd title={last === null ? undefined : dateTime(last)}>{since(last, now)}</dd>
              </div>
              <div>
                <dt>Today</dt>
                <dd>
                  {paid(health.today.costUsd, health.today.costKnown)}
                  <span class="quiet small">
                    {" "}
                    {count(health.today.calls)} calls, {count(health.today.failed)} failed
                  </span>
                </dd>
              </div>
              <div>
                <dt title="Of what may be asked in the present minute">Requests left</dt>
                <dd>
                  <Headroom of={health.headroom.requests} />
                </dd>
              </div>
              <div>
                <dt title="Of what may be read and written in the present minute">Tokens left</dt>
                <dd>
                  <Headroom of={health.headroom.tokens} />
                </dd>
              </div>
              <div>
                <dt title="Of the model that answered last">First token, p50</dt>
                <dd>{latency(quickest(asked, "firstTokenMs"))}</dd>
              </div>
              <div>
                <dt>Whole answer, p50</dt>
                <dd>{latency(quickest(asked, "totalMs"))}</dd>
              </div>
            </dl>
            <Hours hours={health.hours} name={provider.name} />
          </div>
          <Circuits models={asked} others={others} now={now} />
          <ProviderEvents events={health.events} />
        </>
      )}
    </article>
  );
}

function Headroom({ of }: { of: { left: number; limit: number } | null }) {
  if (of === null) return <span class="quiet">no limit known</span>;
  const left = Math.max(0, Math.floor(of.left));
  return (
    <>
      {count(left)} <span class="quiet small">of {count(of.limit)} a minute</span>
    </>
  );
}

interface Test {
  busy: boolean;
  reply: ProviderTestReply | null;
  fault: string | null;
  run: () => Promise<void>;
}

/** Tries a provider by the way a job goes; what that brings stays until the next test. */
function useTest(id: string, onTested: () => void): Test {
  const [busy, setBusy] = useState(false);
  const [reply, setReply] = useState<ProviderTestReply | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setReply(null);
    setFault(null);
    try {
      setReply(await api.testProvider(id));
    } catch (error) {
      setFault(asApiError(error).message);
    }
    setBusy(false);
    onTested();
  };
  return { busy, reply, fault, run };
}

const newest = (times: (string | null)[]): string | null =>
  times.reduce((best, time) => (time !== null && (best === null || time > best) ? time : best), null);

function quickest(models: ProviderHealth["models"], what: "firstTokenMs" | "totalMs"): number | null {
  const known = models.map((model) => model[what]?.p50).filter((value) => value !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}
