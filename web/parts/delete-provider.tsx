import { useState } from "preact/hooks";
import type { Provider } from "../../worker/contract/provider.ts";
import { api } from "../api.ts";
import { ApiError, asApiError } from "../problem.ts";
import { say } from "../toast.ts";
import { FormDialog } from "./dialog.tsx";

interface DeleteProviderProps {
  provider: Provider;
  onDone: () => void;
  onClose: () => void;
}

/** Deletion; where analyses still name the provider they are told, and it can be forced. */
export function DeleteProvider({ provider, onDone, onClose }: DeleteProviderProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [force, setForce] = useState(false);
  const remove = async (): Promise<void> => {
    try {
      await api.deleteProvider(provider.id, force);
    } catch (error) {
      const problem = asApiError(error);
      if (problem.status !== 409 || force) throw error;
      setRefusal(problem.message);
      throw new ApiError(
        409,
        problem.code,
        "Analyses that have not ended name this provider. End them first, or delete it anyway.",
      );
    }
    say(`${provider.name} is deleted`);
    onDone();
  };
  return (
    <FormDialog
      title={`Delete ${provider.name}`}
      action={force ? "Delete it anyway" : "Delete the provider"}
      danger
      ready={refusal === null || force}
      onSubmit={remove}
      onClose={onClose}
    >
      <p>
        Its key goes with it and has to be entered again to come back. Results and what calls have cost stay. This
        cannot be undone.
      </p>
      {refusal !== null && (
        <>
          <p>
            {analysesIn(refusal).map((id) => (
              <a key={id} class="chip mono" href={`/analyses/${id}`}>
                {id}
              </a>
            ))}
          </p>
          <label class="check">
            <input type="checkbox" checked={force} onChange={(event) => setForce(event.currentTarget.checked)} />
            <span>Delete it anyway: these analyses go on with their fallbacks, or pause</span>
          </label>
        </>
      )}
    </FormDialog>
  );
}

/** The analyses that a refusal names. */
const analysesIn = (text: string): string[] => [...new Set(text.match(/\ban_[\w-]+/g) ?? [])];
