import { Trash2, Zap } from "lucide";
import { useState } from "preact/hooks";
import type { Provider, ProviderPatch, ProviderTestReply } from "../../worker/contract/provider.ts";
import { api } from "../api.ts";
import { dateTime } from "../format.ts";
import { useLoad } from "../load.ts";
import { DeleteProvider } from "../parts/delete-provider.tsx";
import { Icon } from "../parts/icon.tsx";
import { ModelsInUse } from "../parts/models-in-use.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Failure, Skeleton } from "../parts/panel.tsx";
import { AddressForm, KeyForm, LimitsForm, NameForm } from "../parts/provider-forms.tsx";
import { TestResult } from "../parts/test-result.tsx";
import { usePlace } from "../place.ts";
import { asApiError } from "../problem.ts";
import { providerKind } from "../provider-kind.ts";
import { say } from "../toast.ts";

const above = [{ word: "Providers", href: "/providers" }];

/** Everything about one provider that can be changed, a card a matter, each saved on its own. */
export default function ProviderPage({ id }: { id: string }) {
  const load = useLoad(`provider ${id}`, (signal) => api.provider(id, signal));
  const [changed, setChanged] = useState<Provider | null>(null);
  const provider = changed?.id === id ? changed : load.data;
  if (provider === undefined) {
    return (
      <>
        <PageHead title="Provider" above={above} />
        {load.error === undefined || load.busy ? (
          <Skeleton lines={8} what="the provider" />
        ) : (
          <Failure
            error={load.error}
            what="the provider"
            retry={load.reload}
            action={
              <a class="button" href="/providers">
                Back to providers
              </a>
            }
          />
        )}
      </>
    );
  }
  return <Settings key={provider.id} provider={provider} onChanged={setChanged} />;
}

function Settings({ provider, onChanged }: { provider: Provider; onChanged: (provider: Provider) => void }) {
  const { go } = usePlace();
  const [deleting, setDeleting] = useState(false);
  const [testing, setTesting] = useState(false);
  const [reply, setReply] = useState<ProviderTestReply | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const save = async (patch: ProviderPatch): Promise<void> => {
    onChanged(await api.changeProvider(provider.id, patch));
    say("Saved");
  };
  const test = async (): Promise<void> => {
    setTesting(true);
    setReply(null);
    setFault(null);
    try {
      setReply(await api.testProvider(provider.id));
      onChanged(await api.provider(provider.id));
    } catch (error) {
      setFault(asApiError(error).message);
    }
    setTesting(false);
  };
  return (
    <>
      <PageHead
        title={provider.name}
        above={above}
        badge={!provider.active && <span class="badge">Off</span>}
        subtitle={
          <>
            <span>{providerKind(provider.type)}</span>
            <span class="mono quiet">{provider.slug}/…</span>
          </>
        }
        actions={
          <>
            <button type="button" class="button primary" disabled={testing} onClick={() => void test()}>
              <Icon of={Zap} size={14} />
              {testing ? "Testing" : "Test now"}
            </button>
            <button type="button" class="button danger" onClick={() => setDeleting(true)}>
              <Icon of={Trash2} size={14} />
              Delete
            </button>
          </>
        }
      />
      <div aria-live="polite">
        {reply !== null && <TestResult reply={reply} />}
        {fault !== null && <p class="note error">Couldn’t test it. {fault}</p>}
      </div>
      <div class="columns">
        <section class="card" aria-labelledby="models-in-use">
          <div class="card-head">
            <h2 id="models-in-use">Models in use</h2>
            <span class="small quiet">
              {provider.foundAt === null ? "never tested" : `as found ${dateTime(provider.foundAt)}`}
            </span>
          </div>
          <div class="card-body">
            <ModelsInUse
              key={`${provider.id} ${provider.foundAt}`}
              provider={provider}
              action="Save the models"
              onSaved={(next) => {
                onChanged(next);
                say("Saved");
              }}
            />
          </div>
        </section>
        <div class="stack">
          <NameForm provider={provider} onSave={save} />
          <KeyForm provider={provider} onSave={save} />
          <AddressForm key={provider.baseUrl} provider={provider} onSave={save} />
          <LimitsForm provider={provider} onSave={save} />
        </div>
      </div>
      {deleting && (
        <DeleteProvider provider={provider} onDone={() => go("/providers", true)} onClose={() => setDeleting(false)} />
      )}
    </>
  );
}
