import { Check } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Provider, ProviderTestReply } from "../../worker/contract/provider.ts";
import { api, type Preset } from "../api.ts";
import { useLoad } from "../load.ts";
import { ConnectForm, type Connection } from "../parts/connect-form.tsx";
import { Icon } from "../parts/icon.tsx";
import { ModelsInUse } from "../parts/models-in-use.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Failure, Panel } from "../parts/panel.tsx";
import { ownServer, PresetChoice } from "../parts/preset-choice.tsx";
import { TestResult } from "../parts/test-result.tsx";
import { usePlace } from "../place.ts";
import { asApiError } from "../problem.ts";
import { say } from "../toast.ts";

/**
 * Set-up in one column: whom to ask, its key, a test, the models found. Everything but the key stands in the URL or on
 * the server, so that a reload loses nothing.
 */
export default function ProviderNew() {
  const { query, change, go } = usePlace();
  const presets = useLoad("presets", (signal) => api.presets(signal));
  const id = query.id;
  const saved = useLoad(id === undefined ? null : `provider ${id}`, (signal) => api.provider(id ?? "", signal));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  /** As the last answer had it; it is newer than what was loaded. */
  const [made, setMade] = useState<Provider | null>(null);
  const [reply, setReply] = useState<ProviderTestReply | null>(null);
  const result = useRef<HTMLDivElement>(null);
  const provider = id === undefined ? undefined : made?.id === id ? made : saved.data;
  const preset = presets.data && [...presets.data, ownServer].find((one) => one.id === query.preset);
  const failed = reply?.ok === false;
  useEffect(() => {
    if (reply !== null) result.current?.focus();
  }, [reply]);

  const test = async (saved: string): Promise<void> => {
    const answer = await api.testProvider(saved);
    setMade(await api.provider(saved));
    setReply(answer);
  };
  const again = async (changed: Provider): Promise<void> => {
    setBusy(true);
    setFault(null);
    setReply(null);
    setMade(changed);
    try {
      await test(changed.id);
    } catch (error) {
      setFault(asApiError(error).message);
    }
    setBusy(false);
  };
  const connect = async (chosen: Preset, { name, type, baseUrl, apiKey }: Connection): Promise<void> => {
    setBusy(true);
    setFault(null);
    setReply(null);
    const place = { ...(baseUrl === undefined ? {} : { baseUrl }), ...(apiKey === undefined ? {} : { apiKey }) };
    const named = chosen.id === ownServer.id ? {} : { preset: chosen.id };
    try {
      const now =
        provider === undefined
          ? await api.createProvider({ name, type, ...named, ...place })
          : await api.changeProvider(provider.id, { name, ...place });
      setMade(now);
      change({ id: now.id }, true);
      await test(now.id);
    } catch (error) {
      setFault(asApiError(error).message);
    }
    setBusy(false);
  };

  return (
    <>
      <PageHead title="Add a provider" above={[{ word: "Providers", href: "/providers" }]} />
      <div class="set-up">
        <Panel load={presets} what="the providers to choose from" lines={6}>
          {(list) =>
            preset === undefined ? (
              <PresetChoice presets={list} chosen={undefined} onChoose={(next) => change({ preset: next })} />
            ) : (
              <div class="chosen">
                <Icon of={Check} />
                <strong>{preset.name}</strong>
                <a class="button" href="/providers/new">
                  Choose another
                </a>
              </div>
            )
          }
        </Panel>
        {saved.error !== undefined && (
          <Failure
            error={saved.error}
            what="the provider that was begun"
            retry={saved.reload}
            action={
              <a class="button" href="/providers/new">
                Start again
              </a>
            }
          />
        )}
        {preset !== undefined && (id === undefined || provider !== undefined) && (
          <ConnectForm
            key={`${preset.id} ${reply?.ok === true}`}
            preset={preset}
            query={query}
            change={(changes) => change(changes, true)}
            provider={provider}
            busy={busy}
            done={!busy && provider !== undefined && provider.foundAt !== null && !failed}
            onSubmit={(connection) => void connect(preset, connection)}
          />
        )}
        <div ref={result} tabIndex={-1} class="stack" aria-live="polite">
          {fault !== null && (
            <p class="note error" role="alert">
              {fault}
            </p>
          )}
          {reply !== null && <TestResult reply={reply} />}
        </div>
        {provider !== undefined && !busy && (provider.foundAt !== null || mayChoose(reply)) && (
          <section class="card" aria-labelledby="found">
            <div class="card-head">
              <h2 id="found">Which models to use</h2>
            </div>
            <div class="card-body">
              <ModelsInUse
                key={`${provider.id} ${provider.foundAt}`}
                provider={provider}
                action={failed ? "Use these models and test again" : "Use these models"}
                onSaved={(changed) => {
                  if (failed) {
                    void again(changed);
                    return;
                  }
                  say(`${changed.name} is set up`);
                  go("/providers");
                }}
              />
            </div>
          </section>
        )}
      </div>
    </>
  );
}

/** What the provider would not even list its models for is to be mended first. */
function mayChoose(reply: ProviderTestReply | null): boolean {
  if (reply === null) return false;
  return reply.ok || reply.models.length > 0 || !["auth", "no_credit", "connection"].includes(reply.error?.kind ?? "");
}
