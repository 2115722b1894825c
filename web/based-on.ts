import { useEffect, useState } from "preact/hooks";
import type { ApiError } from "./problem.ts";

const option = "options.basedOn";

/** Why the labels of an analysis can't be used, in words; null where something else was refused, or nothing. */
export function basedOnRefusal(based: string, error: Pick<ApiError, "status" | "message" | "faults">): string | null {
  if (!error.message.startsWith(option) && !error.faults.some(({ path }) => path === option)) return null;
  const why =
    error.status === 403
      ? `The analysis “${based}” belongs to somebody else, so its labels can’t be used.`
      : `There is no analysis “${based}” whose labels could be used: it was deleted, or the link to this page is damaged.`;
  return `${why} This analysis finds its own labels, unless you choose others below.`;
}

/**
 * A link to a new analysis may name one whose labels can't be used: that is said, and the set-up goes on without.
 * @param answer what the server says to the set-up
 * @returns what to say, until other labels are chosen
 */
export function useBasedOn(
  based: string | undefined,
  answer: { data: unknown; error: ApiError | undefined },
  drop: () => void,
): string | null {
  const [said, setSaid] = useState<string | null>(null);
  const { data, error } = answer;
  useEffect(() => {
    if (based === undefined || based === "") return;
    const refusal = error === undefined ? null : basedOnRefusal(based, error);
    if (refusal !== null) {
      setSaid(refusal);
      drop();
    } else if (data !== undefined) setSaid(null);
  }, [based, data, error]);
  return said;
}
