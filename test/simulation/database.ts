import type { ResultRow, TaskAnswer } from "../../worker/analysis/job.ts";
import type { Status } from "../../worker/contract/analysis.ts";
import type { Faults } from "./faults.ts";
import { type Process, until } from "./process.ts";
import type { Random } from "./random.ts";
import type { Life, Schedule } from "./schedule.ts";

/** The row of an analysis, as far as a job writes it. */
export interface AnalysisRow {
  status: Status;
  inputTokens: number;
  completedAt: number | null;
}

/**
 * D1: every call is one commit that may fail before it, or after it, when nobody hears that it is done. What was sent
 * is carried out whether the sender still lives or not.
 */
export class Database {
  readonly #schedule: Schedule;
  readonly #random: Random;
  readonly #faults: Faults;
  readonly #life: Life = { alive: true };
  readonly results = new Map<string, ResultRow>();
  readonly parked = new Map<number, { token: number; answer: TaskAnswer }>();
  readonly canonical = new Set<string>();
  row: AnalysisRow = { status: "pending", inputTokens: 0, completedAt: null };
  down = false;

  constructor(schedule: Schedule, random: Random, faults: Faults) {
    this.#schedule = schedule;
    this.#random = random;
    this.#faults = faults;
  }

  /** One statement or batch. @throws where it fails; it may have been carried out all the same */
  *call<Result>(commit: () => Result): Process<Result> {
    return yield* until<Result>((resume, fail) => {
      const there = this.#random.between(1, 15);
      const back = this.#random.between(1, 15);
      if (this.down || this.#faults.happens("D1 failed before its commit")) {
        this.#schedule.after(there + back, "D1 fails", this.#life, () => fail(new Error("D1 is not to be reached")));
        return;
      }
      if (this.#faults.happens("D1 said no and did it later all the same")) {
        this.#schedule.after(this.#random.between(50, 4_000), "D1 commits late", this.#life, commit);
        this.#schedule.after(there + back, "D1 gives up", this.#life, () => fail(new Error("D1 took too long")));
        return;
      }
      this.#schedule.after(there, "D1 commits", this.#life, () => {
        const result = commit();
        const lost = this.#faults.happens("D1 failed after its commit");
        this.#schedule.after(back, "D1 replies", this.#life, () => {
          if (lost) fail(new Error("D1's reply was lost"));
          else resume(result);
        });
      });
    });
  }
}
