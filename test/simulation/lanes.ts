import type { SliceMessage } from "../../durable-objects/ledger/rows.ts";
import type { Faults } from "./faults.ts";
import type { Random } from "./random.ts";
import type { Life, Schedule } from "./schedule.ts";

/** The queues: a message may be lost, doubled, late, or overtaken by one that was sent after it. Kept in memory only. */
export class Lanes {
  readonly #schedule: Schedule;
  readonly #random: Random;
  readonly #faults: Faults;
  readonly #receive: (message: SliceMessage) => void;
  #life: Life = { alive: true };
  #sent = 0;
  #newestReceived = 0;

  constructor(schedule: Schedule, random: Random, faults: Faults, receive: (message: SliceMessage) => void) {
    this.#schedule = schedule;
    this.#random = random;
    this.#faults = faults;
    this.#receive = receive;
  }

  send(messages: SliceMessage[]): void {
    for (const message of messages) {
      if (this.#faults.happens("message lost")) continue;
      this.#carry(message);
      if (this.#faults.happens("message doubled")) this.#carry(message);
    }
  }

  /** What is on its way is lost. */
  restart(): void {
    this.#life.alive = false;
    this.#life = { alive: true };
  }

  #carry(message: SliceMessage): void {
    const delay = this.#faults.happens("message late")
      ? this.#random.between(1_000, 45_000)
      : this.#random.between(1, 80);
    this.#sent += 1;
    const number = this.#sent;
    this.#schedule.after(delay, `message ${message.stream}/${message.slice}`, this.#life, () => {
      if (number < this.#newestReceived) this.#faults.count("message overtook another");
      this.#newestReceived = Math.max(number, this.#newestReceived);
      this.#receive(message);
    });
  }
}
