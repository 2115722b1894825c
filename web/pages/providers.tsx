import { Boxes, Plug, Plus } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { Provider, ProviderHealth } from "../../worker/contract/provider.ts";
import { api } from "../api.ts";
import { plural } from "../format.ts";
import { useLoad } from "../load.ts";
import { useNow } from "../now.ts";
import { DeleteProvider } from "../parts/delete-provider.tsx";
import { Empty } from "../parts/empty.tsx";
import { Icon } from "../parts/icon.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Panel } from "../parts/panel.tsx";
import { ProviderCard } from "../parts/provider-card.tsx";

const lookEvery = 5000;

interface Dashboard {
  providers: Provider[];
  health: Map<string, ProviderHealth>;
}

async function look(signal: AbortSignal): Promise<Dashboard> {
  const [providers, health] = await Promise.all([api.providers(signal), api.providersHealth(signal)]);
  return { providers, health: new Map(health.map((one) => [one.providerId, one])) };
}

/** How every provider is doing, looked at again every 5 seconds while the page is in view. */
export default function Providers() {
  const load = useLoad("providers health", look, () => lookEvery);
  const now = useNow();
  const [deleting, setDeleting] = useState<Provider | null>(null);
  const { data } = load;
  const shown = data !== undefined;
  useEffect(() => {
    // The way back from a paused job names the provider that is to be mended.
    if (shown && location.hash !== "")
      document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }, [shown]);
  const troubled = [...(data?.health.values() ?? [])].filter(({ state }) => state === "down" || state === "degraded");
  return (
    <>
      <PageHead
        title="Providers"
        subtitle={data && data.providers.length > 0 ? subtitle(data.providers.length, troubled.length) : undefined}
        actions={
          <>
            <a class="button" href="/models">
              <Icon of={Boxes} />
              Models and prices
            </a>
            <a class="button primary" href="/providers/new">
              <Icon of={Plus} />
              Add a provider
            </a>
          </>
        }
      />
      <Panel load={load} what="the providers" lines={8} safe="Running analyses go on without this page.">
        {({ providers, health }) =>
          providers.length === 0 ? (
            <div class="card">
              <Empty
                icon={Plug}
                title="No provider yet"
                action={
                  <a class="button primary" href="/providers/new">
                    Set up a provider
                  </a>
                }
              >
                A provider is who runs language models for you: Anthropic, OpenAI, Google, a server of your own. With
                its key here, analyses can be read by its models. Without one, everything works on the built-in engine,
                free and offline.
              </Empty>
            </div>
          ) : (
            <div class="stack">
              {providers.map((provider) => (
                <ProviderCard
                  key={provider.id}
                  provider={provider}
                  health={health.get(provider.id)}
                  now={now}
                  onTested={load.reload}
                  onDelete={() => setDeleting(provider)}
                />
              ))}
            </div>
          )
        }
      </Panel>
      <p class="unseen" role="status">
        {troubled.map(({ name, state }) => `${name} is ${state}.`).join(" ")}
      </p>
      {deleting !== null && (
        <DeleteProvider provider={deleting} onDone={load.reload} onClose={() => setDeleting(null)} />
      )}
    </>
  );
}

function subtitle(all: number, troubled: number): string {
  if (troubled === 0) return `${plural(all, "provider")}, none in trouble`;
  return `${plural(all, "provider")}, ${troubled} in trouble`;
}
