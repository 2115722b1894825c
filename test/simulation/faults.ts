import type { Random } from "./random.ts";

/** Everything that can go wrong, and how often it does at the usual rate, each time that it could. */
const usual = {
  "message lost": 0.06,
  "message doubled": 0.06,
  "message late": 0.05,
  "request lost": 0.015,
  "reply lost": 0.015,
  "consumer died before it paid": 0.01,
  "consumer died after it paid": 0.03,
  "consumer silent for long": 0.08,
  "renewal lost": 0.05,
  "question refused": 0.06,
  "nobody can serve": 0.02,
  "answer leaves contents out": 0.08,
  "answer of a part, then nobody can serve": 0.008,
  "D1 failed before its commit": 0.03,
  "D1 failed after its commit": 0.03,
  "D1 said no and did it later all the same": 0.1,
  "alarm failed": 0.05,
} as const;

/** What comes at a time of its own, so many times in an hour at the usual rate. */
const hourly = {
  "object ended between commits": 150,
  "object about to end between two writes": 180,
  "everything in memory ended": 20,
  "clock jumped forward": 30,
  "clock jumped back": 30,
  "D1 was down": 20,
  "object was out of reach": 20,
  paused: 30,
} as const;

/** What follows from others; counted to prove that it happens. */
const consequences = [
  "message overtook another",
  "object ended between two writes of a commit",
  "object ended before the first write of a commit",
  "object ended while it was made",
  "alarm given up by the platform",
  "job woken by the clock outside after its alarm had died",
  "answer parked",
  "parked answer delivered",
  "paid answer lost",
  "answer to a closed task",
  "answer delivered again",
  "answer accepted from an expired lease",
  "consumer woke after its lease had gone to another",
  "failure reported too late",
  "task closed as failed",
  "task closed because its consumers died of it",
  "cancelled",
  "asked again for what had failed",
  "budget used up",
] as const;

export type Chance = keyof typeof usual;
export type Disturbance = keyof typeof hourly;
export type Fault = Chance | Disturbance | (typeof consequences)[number];

export const chances = Object.keys(usual) as Chance[];
export const disturbances = Object.keys(hourly) as Disturbance[];
export const allFaults: Fault[] = [...chances, ...disturbances, ...consequences];

/** How wild a seed is, for each kind of fault on its own: many find what all at once would hide. */
const wildness = [0, 0.3, 1, 1, 3];

/** Says when something goes wrong, and counts it. */
export class Faults {
  readonly #random: Random;
  readonly #rates = new Map<Chance, number>();
  readonly #often = new Map<Disturbance, number>();
  readonly counts = new Map<Fault, number>();
  /** Nothing goes wrong any more. */
  calm = false;

  constructor(random: Random) {
    this.#random = random;
    for (const chance of chances) this.#rates.set(chance, usual[chance] * random.pick(wildness));
    for (const kind of disturbances) this.#often.set(kind, hourly[kind] * random.pick(wildness));
  }

  happens(kind: Chance): boolean {
    if (this.calm || !this.#random.chance(this.#rates.get(kind) ?? 0)) return false;
    this.count(kind);
    return true;
  }

  count(kind: Fault): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  /** Milliseconds until the next disturbance of a kind; null where this seed has none. */
  next(kind: Disturbance): number | null {
    const often = this.#often.get(kind) ?? 0;
    return often === 0 ? null : Math.ceil((-Math.log(1 - this.#random.next()) * 3_600_000) / often);
  }
}
