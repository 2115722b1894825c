import { app } from "./app.ts";
import { queue } from "./queue.ts";
import { scheduled } from "./scheduled.ts";

export { AnalysisJob } from "../durable-objects/analysis-job.ts";
export { ProviderGate } from "../durable-objects/provider-gate.ts";

/** The doors: HTTP, the lanes, the clock. */
export default { fetch: app.fetch, queue, scheduled } satisfies ExportedHandler<Env>;
