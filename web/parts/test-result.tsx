import { CircleCheck, TriangleAlert } from "lucide";
import type { ProviderTestReply } from "../../worker/contract/provider.ts";
import { latency } from "../countdown.ts";
import { money, plural, sentence } from "../format.ts";
import { Icon } from "./icon.tsx";

/** What a test brought: the models of the key, and one small question by the way a job goes. */
export function TestResult({ reply }: { reply: ProviderTestReply }) {
  const found = plural(reply.models.length, "model");
  if (reply.ok) {
    return (
      <div class="note ok">
        <Icon of={CircleCheck} />
        <div>
          <strong>It works.</strong> {found} found.
          {reply.model !== null &&
            ` ${reply.model} answered in ${latency(reply.latencyMs)}${reply.firstTokenMs === null ? "" : `, its first token after ${latency(reply.firstTokenMs)}`}; that cost ${reply.costUsd === null ? "an unknown amount, since its price is unknown" : money(reply.costUsd)}.`}
        </div>
      </div>
    );
  }
  return (
    <div class="note error">
      <Icon of={TriangleAlert} />
      <div>
        <strong>The test failed.</strong> {sentence(reply.error?.message ?? "No reason was given")}
        {reply.models.length > 0 && (
          <p>
            {found} found all the same{reply.model === null ? "" : `; ${reply.model} was asked`}.
          </p>
        )}
      </div>
    </div>
  );
}
