import type { Options, OptionsInput } from "../contract/analysis.ts";
import type { ProjectSettings } from "../contract/project.ts";

/** Environment variables that change the defaults, by their names in the contract. */
export interface OptionsEnvironment {
  PARALLEL_STREAM_COUNT?: string;
  SESSIONS_PER_STREAM?: string;
  DISCOVERY_TARGET_PERCENTAGE?: string;
  DISCOVERY_MIN_SESSIONS?: string;
  DISCOVERY_MAX_SESSIONS?: string;
}

/**
 * The options a job runs on: what the request says, else the project, else the environment, else the defaults of the
 * contract. `cluster` is on unless switched off.
 */
export function completeOptions(
  input: OptionsInput,
  project: ProjectSettings,
  environment: OptionsEnvironment,
): Options {
  return {
    streams: input.streams ?? whole(environment.PARALLEL_STREAM_COUNT, 1, 64) ?? 8,
    itemsPerStream: input.itemsPerStream ?? whole(environment.SESSIONS_PER_STREAM, 1, 200) ?? 4,
    sync: input.sync ?? "round",
    retryAttempts: input.retryAttempts ?? 3,
    cache: input.cache ?? true,
    discovery: completeDiscovery(input.discovery ?? {}, environment),
    fallbackModels: input.fallbackModels ?? project.fallbackModels ?? [],
    strategy: input.strategy ?? "priority",
    hedge: input.hedge ?? false,
    onProviderDown: input.onProviderDown ?? "pause",
    maxCostUsd: input.maxCostUsd ?? project.maxCostUsd ?? null,
    urgency: input.urgency ?? "real-time",
    accuracy: input.accuracy ?? "standard",
    basedOn: input.basedOn ?? null,
    freezeLabels: input.freezeLabels ?? false,
    targetLabels: input.targetLabels ?? null,
    cluster: input.cluster ?? true,
    minClusterSize: input.minClusterSize ?? project.minClusterSize ?? 5,
    embeddingModel: input.embeddingModel ?? null,
    redactPii: input.redactPii ?? project.redactPii ?? false,
    ttlDays: input.ttlDays ?? project.ttlDays ?? 7,
  };
}

/** A limit that is given moves the other's default, so that least and most never contradict each other. */
function completeDiscovery(
  input: NonNullable<OptionsInput["discovery"]>,
  environment: OptionsEnvironment,
): Options["discovery"] {
  const least = whole(environment.DISCOVERY_MIN_SESSIONS, 0, 10_000) ?? 50;
  const most = Math.max(least, whole(environment.DISCOVERY_MAX_SESSIONS, 0, 10_000) ?? 150);
  return {
    targetPercentage: input.targetPercentage ?? whole(environment.DISCOVERY_TARGET_PERCENTAGE, 0, 100) ?? 15,
    minItems: input.minItems ?? Math.min(least, input.maxItems ?? least),
    maxItems: input.maxItems ?? Math.max(most, input.minItems ?? most),
  };
}

/** A whole number within its limits, or undefined: a mistyped variable changes nothing. */
function whole(text: string | undefined, low: number, high: number): number | undefined {
  if (text === undefined || !/^\d+$/.test(text.trim())) return undefined;
  return Math.min(high, Math.max(low, Number(text)));
}
