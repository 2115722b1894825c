import type { JobRow } from "./rows.ts";
import { firstRow, type LedgerStorage } from "./storage.ts";

/** What the project may spend in this calendar month, and what of it is gone without this job. Dollars. */
export interface Month {
  limitUsd: number;
  /** Spent in this month by the other analyses of the project. */
  othersUsd: number;
  /** Spent by this job before this month began. */
  ownBeforeUsd: number;
}

/**
 * May a call be made? `wait`: others are at it, whose calls may cost less than was set aside for them. `later`: the
 * money is not what is in the way, but the job stands still or another consumer has the task.
 */
export type Leave =
  | { act: "go"; limited: boolean }
  | { act: "wait" }
  | { act: "no"; reason: string; kind: "budget" | "month" }
  | { act: "later"; reason: string };

interface Purse {
  kind: "budget" | "month";
  name: string;
  limit: number;
  spent: number;
}

/**
 * The money of a job. Before each call its most is set aside; it goes only where everything spent, everything set aside
 * and its own most stay within the limits, so no limit is ever passed. What was set aside for a consumer that was never
 * heard of again stays so: it may have been spent.
 */
export class LedgerMoney {
  readonly #storage: LedgerStorage;

  constructor(storage: LedgerStorage) {
    this.#storage = storage;
  }

  /**
   * @param spent what this grant has spent before, not counted in the job yet
   * @param most what the call may cost, its repetition included; null where the price is unknown
   * @param budget the job's own limit; null where it has none
   * @param month null where the project has no limit
   */
  leave(
    grant: { task: number; token: number },
    spent: number,
    most: number | null,
    job: JobRow,
    budget: number | null,
    month: Month | null,
    now: number,
  ): Leave {
    const { task, token } = grant;
    const held = this.#heldBeside(task, token);
    const purses: Purse[] = [];
    if (budget !== null) purses.push({ kind: "budget", name: "The budget", limit: budget, spent: job.cost });
    if (month !== null) {
      const used = month.othersUsd + Math.max(0, job.cost - month.ownBeforeUsd);
      purses.push({ kind: "month", name: "The project's budget for this month", limit: month.limitUsd, spent: used });
    }
    const short = purses.find(({ limit, spent: gone }) => most === null || gone + held + spent + most > limit);
    this.#hold(task, token, short ? spent : spent + (most ?? 0), !short);
    if (!short) return { act: "go", limited: purses.length > 0 };
    if (most === null) {
      return {
        act: "no",
        kind: short.kind,
        reason: `${short.name} can't be kept, since a price is unknown. Enter it, or lift the limit.`,
      };
    }
    // Whoever waits has set nothing aside for a call: where no other calls, nothing will be freed.
    if (this.#othersCall(task, now)) return { act: "wait" };
    return { act: "no", kind: short.kind, reason: shortInWords(short, short.spent + spent, held, most) };
  }

  /** What attempts may have cost that broke off without a word on it. */
  lost(usd: number): void {
    this.#storage.all(
      "INSERT INTO hold (task, token, usd, calling) VALUES (0, 0, ?, 0) ON CONFLICT DO UPDATE SET usd = usd + excluded.usd",
      usd,
    );
  }

  /**
   * A consumer has told what it spent: nothing has to be set aside for it any more.
   * @param token null where it is not known who told: then of those never heard of one less is left, whoever it is
   */
  free(task: number, token: number | null): void {
    this.#storage.all(
      "DELETE FROM hold WHERE task = ?1 AND token = coalesce(?2, (SELECT min(token) FROM hold WHERE task = ?1))",
      task,
      token,
    );
  }

  /** Everything that is set aside. */
  held(): number {
    return this.#heldBeside(-1, -1);
  }

  #heldBeside(task: number, token: number): number {
    const row = firstRow<{ usd: number }>(
      this.#storage,
      "SELECT total(usd) AS usd FROM hold WHERE NOT (task = ? AND token = ?)",
      task,
      token,
    );
    return row?.usd ?? 0;
  }

  #hold(task: number, token: number, usd: number, calling: boolean): void {
    this.#storage.all(
      `INSERT INTO hold (task, token, usd, calling) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET usd = excluded.usd, calling = excluded.calling`,
      task,
      token,
      usd,
      calling ? 1 : 0,
    );
  }

  #othersCall(task: number, now: number): boolean {
    const other = firstRow(
      this.#storage,
      `SELECT 1 AS one FROM hold JOIN task ON task.id = hold.task AND task.token = hold.token
       WHERE hold.calling = 1 AND task.id <> ? AND task.status = 'leased' AND task.due > ? LIMIT 1`,
      task,
      now,
    );
    return other !== undefined;
  }
}

function shortInWords({ name, limit }: Purse, spent: number, held: number, most: number): string {
  const aside = held > 0 ? `${dollars(held)} is set aside for calls that were never heard of again, ` : "";
  const nearly = spent >= limit ? "is used up" : "is nearly used";
  return `${name} of ${dollars(limit)} ${nearly}: ${dollars(spent)} spent, ${aside}the next call may cost ${dollars(most)} at worst. Raise it and resume.`;
}

/** Two digits of small amounts, cents of others. */
function dollars(usd: number): string {
  return `$${usd >= 0.1 || usd === 0 ? usd.toFixed(2) : Number(usd.toPrecision(2))}`;
}
