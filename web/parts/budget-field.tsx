import { useId } from "preact/hooks";
import { readBudget } from "../options.ts";
import { useTyped } from "../typed.ts";

interface BudgetFieldProps {
  value: string;
  hint: string;
  onTyped: (value: string) => void;
  /** Told at each key, not only when it is left. */
  eager?: boolean;
}

/** The most that an analysis may spend, in dollars. */
export function BudgetField({ value, hint, onTyped, eager = false }: BudgetFieldProps) {
  const field = useId();
  const wrong = readBudget(value) === null;
  return (
    <div class="field">
      <label for={field}>At most, dollars</label>
      <input
        id={field}
        class="input"
        inputMode="decimal"
        autocomplete="off"
        placeholder="no limit"
        aria-invalid={wrong}
        aria-describedby={`${field}-hint`}
        {...useTyped(value, onTyped, eager)}
      />
      <span id={`${field}-hint`} class={wrong ? "fault" : "hint"}>
        {wrong ? "A sum in dollars, above 0; until then there is no limit" : hint}
      </span>
    </div>
  );
}
