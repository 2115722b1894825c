import { count } from "../format.ts";
import { fits, type NumberOption } from "../options.ts";
import { useTyped } from "../typed.ts";

/** A whole number among the options; what does not fit is said, and the default holds until then. */
export function NumberField(props: { option: NumberOption; value: string; onTyped: (value: string) => void }) {
  const { option, value, onTyped } = props;
  const fitting = fits(option, value);
  const standard = option.standard === null ? "none" : count(option.standard);
  return (
    <div class="field">
      <label for={`option-${option.name}`}>{option.label}</label>
      <input
        id={`option-${option.name}`}
        class="input"
        type="number"
        inputMode="numeric"
        min={option.min}
        max={option.max}
        placeholder={option.standard === null ? "" : String(option.standard)}
        aria-invalid={!fitting}
        aria-describedby={`hint-${option.name}`}
        {...useTyped(value, onTyped)}
      />
      <span id={`hint-${option.name}`} class={fitting ? "hint" : "fault"}>
        {fitting
          ? `${option.hint}. Default ${standard}`
          : `A whole number from ${count(option.min)} to ${count(option.max)}; until then the default, ${standard}`}
      </span>
    </div>
  );
}
