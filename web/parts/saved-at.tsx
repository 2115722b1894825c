import { moment, timeOfDay } from "../format.ts";

/** Since when nothing can be lost any more. */
export function SavedAt({ at }: { at: string | null }) {
  if (at === null) return <span class="small quiet">Nothing saved yet</span>;
  return (
    <span class="small quiet">
      Saved at{" "}
      <time dateTime={at} title={moment(at)}>
        {timeOfDay(at)}
      </time>
    </span>
  );
}
