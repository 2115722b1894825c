import { type Analysis, analysisSchema } from "../../worker/contract/analysis.ts";
import { type Api, ApiError } from "./api.ts";

const open = new Set(["pending", "running"]);

/**
 * Asks twice a second how an analysis is doing until it has ended or is paused. Survives a server that is away for a
 * while (half a minute), since the job survives it too.
 */
export async function follow(
  api: Api,
  id: string,
  show: (analysis: Analysis) => void,
  stopped: () => boolean = () => false,
): Promise<Analysis> {
  let missed = 0;
  for (;;) {
    try {
      const analysis = await api.get(`/analyses/${id}`, analysisSchema);
      missed = 0;
      show(analysis);
      if (!open.has(analysis.status) || stopped()) return analysis;
    } catch (error) {
      if ((error instanceof ApiError && error.status < 500) || stopped() || ++missed > 60) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
