import { monthOfProject } from "../worker/db/spending.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { Leave, Month } from "./ledger/money.ts";
import { WaitingRoom } from "./waiting-room.ts";

/** How old the project's figure may be: what its other jobs spend meanwhile is not seen. */
const monthKeptMilliseconds = 30_000;

/** Gives leave for calls as the ledger decides, and keeps what D1 says of the project's month. */
export class Cashier {
  readonly #db: D1Database;
  readonly #ledger: Ledger;
  readonly #waiting = new WaitingRoom();
  #month: { known: Month | null; at: number } | null = null;

  constructor(db: D1Database, ledger: Ledger) {
    this.#db = db;
    this.#ledger = ledger;
  }

  /** May this call be made (`Ledger.leave`)? Waits at most `wait` milliseconds for what others have set aside. */
  leave(grant: { task: number; token: number }, spent: number, most: number | null, wait: number): Promise<Leave> {
    return this.#waiting.look(wait, async () => {
      const month = this.#ledger.find() ? await this.#look(Date.now()) : null;
      const said = this.#ledger.leave(grant, spent, most, month, Date.now());
      return { said, again: said.act === "wait" };
    });
  }

  /** Something was paid, or a limit was changed: those who wait look again. */
  rouse(): void {
    this.#waiting.rouse();
  }

  /** Somebody may have changed the project's limit. */
  forgetMonth(): void {
    this.#month = null;
  }

  async #look(now: number): Promise<Month | null> {
    if (this.#month === null || now - this.#month.at >= monthKeptMilliseconds) {
      const { projectId, analysisId } = this.#ledger.spec();
      this.#month = { known: await monthOfProject(this.#db, projectId, analysisId, now), at: now };
    }
    return this.#month.known;
  }
}
