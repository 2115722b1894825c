import { Hourglass, Trash2 } from "lucide";
import { useState } from "preact/hooks";
import { api } from "../api.ts";
import { expiredInWords } from "../format.ts";
import { usePlace } from "../place.ts";
import { say } from "../toast.ts";
import { FormDialog } from "./dialog.tsx";
import { Empty } from "./empty.tsx";
import { Icon } from "./icon.tsx";

/** An analysis whose time is over: what it found is gone, its labels are kept until it is deleted. */
export function ExpiredAnalysis({ id, message }: { id: string; message: string }) {
  const { go } = usePlace();
  const [asking, setAsking] = useState(false);
  return (
    <div class="card">
      <Empty
        icon={Hourglass}
        title="This analysis has expired"
        action={
          <>
            <a class="button primary" href="/analyses">
              All analyses
            </a>
            <button type="button" class="button" onClick={() => setAsking(true)}>
              <Icon of={Trash2} size={14} />
              Delete it
            </button>
          </>
        }
      >
        {expiredInWords(message)} What it was about is still in its dataset: analyze that again, and keep the new
        analysis by hand or for more days, in the options or the project’s settings.
      </Empty>
      {asking && (
        <FormDialog
          title="Delete this analysis"
          action="Delete the analysis"
          danger
          onClose={() => setAsking(false)}
          onSubmit={async () => {
            await api.deleteAnalysis(id);
            say("The expired analysis is deleted");
            go("/analyses", true);
          }}
        >
          <p>
            Its labels, which another analysis could begin with, go with it; the contents stay. This cannot be undone.
          </p>
        </FormDialog>
      )}
    </div>
  );
}
