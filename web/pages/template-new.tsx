import { api } from "../api.ts";
import { useLoad } from "../load.ts";
import { Panel } from "../parts/panel.tsx";
import { TemplateWork } from "../parts/template-work.tsx";
import { usePlace } from "../place.ts";
import { draftOf, emptyDraft } from "../template-draft.ts";

/** A new template: empty, or a copy of another (`?from=`). */
export default function TemplateNew() {
  const { query } = usePlace();
  const { from } = query;
  const source = useLoad(from === undefined ? null : `template ${from}`, (signal) => api.template(from ?? "", signal));
  if (from === undefined) return <TemplateWork key="new" id={null} place="new" saved={emptyDraft()} />;
  return (
    <Panel load={source} what="the template to copy" lines={8}>
      {(template) => (
        <TemplateWork
          key={from}
          id={null}
          place={`new from ${from}`}
          saved={{ ...draftOf(template), name: `${template.name}, copy` }}
        />
      )}
    </Panel>
  );
}
