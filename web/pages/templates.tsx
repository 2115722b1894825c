import { Copy, LayoutTemplate, Plus } from "lucide";
import type { Template } from "../../worker/contract/template.ts";
import { api } from "../api.ts";
import { facetName, plural } from "../format.ts";
import { useLoad } from "../load.ts";
import { Empty } from "../parts/empty.tsx";
import { Icon } from "../parts/icon.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Panel } from "../parts/panel.tsx";
import { usePlace } from "../place.ts";

const facetsShown = 6;

/** Every template: one's own first, then those that everybody has; by category where one is chosen. */
export default function Templates() {
  const { query, link } = usePlace();
  const load = useLoad("templates", (signal) => api.templates(signal));
  const { category } = query;
  return (
    <>
      <PageHead
        title="Templates"
        subtitle="What is asked of each content, and what comes of the answers"
        actions={
          <a class="button primary" href="/templates/new">
            <Icon of={Plus} />
            New template
          </a>
        }
      />
      <Panel load={load} what="the templates" lines={8}>
        {(list) => {
          const categories = [...new Set(list.flatMap((template) => template.category ?? []))];
          const shown = list.filter((template) => category === undefined || template.category === category);
          const own = shown.filter(({ builtIn }) => !builtIn);
          const builtIn = shown.filter((template) => template.builtIn);
          return (
            <div class="stack">
              <nav class="chips" aria-label="Categories">
                <a
                  class="chip"
                  href={link({ category: undefined })}
                  aria-current={category === undefined ? "true" : undefined}
                >
                  All
                </a>
                {categories.map((one) => (
                  <a
                    key={one}
                    class="chip"
                    href={link({ category: one })}
                    aria-current={category === one ? "true" : undefined}
                  >
                    {facetName(one)}
                  </a>
                ))}
              </nav>
              {shown.length === 0 && (
                <div class="card">
                  <Empty
                    icon={LayoutTemplate}
                    title={`No template is in “${category}”`}
                    action={
                      <a class="button" href="/templates">
                        Show all
                      </a>
                    }
                  />
                </div>
              )}
              {(own.length > 0 || category === undefined) && <h2 class="section">Yours</h2>}
              {own.length === 0 && category === undefined && (
                <div class="card">
                  <Empty
                    icon={LayoutTemplate}
                    title="None of your own yet"
                    action={
                      <a class="button" href="/templates/new">
                        Write a template
                      </a>
                    }
                  >
                    Copy one of those below and change its questions, or begin with an empty one.
                  </Empty>
                </div>
              )}
              <Cards list={own} />
              {builtIn.length > 0 && <h2 class="section">Built in</h2>}
              <Cards list={builtIn} />
            </div>
          );
        }}
      </Panel>
    </>
  );
}

function Cards({ list }: { list: Template[] }) {
  if (list.length === 0) return null;
  return (
    <div class="choices">
      {list.map((template) => (
        <article key={template.id} class="card card-body template-card" aria-label={template.name}>
          <div class="title">
            <h3>
              <a href={`/templates/${template.id}`}>{template.name}</a>
            </h3>
            {template.category !== null && <span class="badge">{facetName(template.category)}</span>}
          </div>
          <p class="quiet">{template.description}</p>
          <div class="chips">
            {template.facets.slice(0, facetsShown).map((facet) => (
              <span key={facet.name} class="chip" title={facet.description}>
                {facetName(facet.name)}
              </span>
            ))}
            {template.facets.length > facetsShown && (
              <span class="small quiet">and {plural(template.facets.length - facetsShown, "more", "more")}</span>
            )}
          </div>
          <a class="button" href={`/templates/new?from=${template.id}`}>
            <Icon of={Copy} size={14} />
            Make a copy<span class="unseen"> of {template.name}</span>
          </a>
        </article>
      ))}
    </div>
  );
}
