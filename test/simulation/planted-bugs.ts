import { Ledger } from "../../durable-objects/ledger/ledger.ts";
import type { LedgerStorage } from "../../durable-objects/ledger/storage.ts";
import type { Variant } from "./world.ts";

export interface PlantedBug extends Variant {
  /** False where the ledger no longer has the statement that the bug changes: then nothing was planted. */
  isPlanted?: () => boolean;
}

/** The real ledger with something of it replaced. */
function ledgerWith(plant: (ledger: Ledger, storage: LedgerStorage) => void): Variant {
  return {
    ledger: (storage) => {
      const ledger = new Ledger(storage);
      plant(ledger, storage);
      return ledger;
    },
  };
}

/** The real ledger on a storage that runs another statement than it wrote. */
function statement(written: string, run: string): PlantedBug {
  let planted = false;
  return {
    rewrite: (sql) => {
      planted ||= sql.includes(written);
      return sql.replace(written, run);
    },
    isPlanted: () => planted,
  };
}

/** Bugs of the kinds that ledgers have, each of them one change. What is planted must be found. */
export const plantedBugs: Record<string, PlantedBug> = {
  "a second answer is accepted": ledgerWith((ledger, storage) => {
    const real = ledger.complete.bind(ledger);
    ledger.complete = (id, ...rest) => {
      storage.all("UPDATE task SET status = 'leased' WHERE id = ? AND status = 'done'", id);
      return real(id, ...rest);
    };
  }),
  "a lease is renewed with any token": ledgerWith((ledger) => {
    const real = ledger.renew.bind(ledger);
    ledger.renew = (id, token, now) => real(id, ledger.tasks.task(id)?.token ?? token, now);
  }),
  "a failure is taken with an old token": ledgerWith((ledger) => {
    const real = ledger.fail.bind(ledger);
    ledger.fail = (id, token, ...rest) => real(id, ledger.tasks.task(id)?.token ?? token, ...rest);
  }),
  "leave to pay is given to an old token": ledgerWith((ledger) => {
    const real = ledger.leave.bind(ledger);
    ledger.leave = ({ task, token }, ...rest) =>
      real({ task, token: ledger.tasks.task(task)?.token ?? token }, ...rest);
  }),
  "a halt is taken with an old token": ledgerWith((ledger) => {
    const real = ledger.halt.bind(ledger);
    ledger.halt = (id, token, ...rest) => real(id, ledger.tasks.task(id)?.token ?? token, ...rest);
  }),
  "a halt counts as a failure": ledgerWith((ledger) => {
    const real = ledger.halt.bind(ledger);
    ledger.halt = (id, token, ...rest) => {
      const halted = real(id, token, ...rest);
      const task = ledger.tasks.task(id);
      if (halted && task) ledger.tasks.failed(task, "halted", 0);
      return halted;
    };
  }),
  "a lease never runs out": statement(
    "status IN ('waiting', 'leased') AND due <= ?",
    "status = 'waiting' AND due <= ?",
  ),
  "a lease is given away while it lives": statement(
    "status IN ('waiting', 'leased') AND due <= ?",
    "status IN ('waiting', 'leased') AND due <= ? + 10000",
  ),
  "tokens do not count up": statement("due = ?, token = ?", "due = ?, token = token + 0 * ?"),
  "a message is not marked before it is sent": statement(
    "slice_state = 'sent', seen = ?",
    "slice_state = 'idle', seen = ?",
  ),
  "a message not heard of is never sent again": statement(
    "WHERE slice_state = 'sent' AND seen <= ?",
    "WHERE slice_state = 'sent' AND seen <= 0 * ?",
  ),
  "a consumer not heard of keeps its slice": statement(
    "WHERE slice_state = 'live' AND seen <= ?",
    "WHERE slice_state = 'live' AND seen <= 0 * ?",
  ),
  "a slice may begin twice": ledgerWith(({ streams }, storage) => {
    const real = streams.begin.bind(streams);
    streams.begin = (stream, slice, now) => {
      storage.all("UPDATE stream SET slice_state = 'sent' WHERE stream = ? AND slice_state = 'live'", stream);
      return real(stream, slice, now);
    };
  }),
  "a slice that is over is served": ledgerWith(({ streams }) => {
    const real = streams.live.bind(streams);
    streams.live = (stream, slice, now) => {
      const row = streams.all().find((candidate) => candidate.stream === stream);
      return real(stream, row?.slice ?? slice, now);
    };
  }),
  "a restart leaves messages as sent": ledgerWith(({ streams }, storage) => {
    streams.restarted = () => {
      storage.all("UPDATE task SET status = 'pending' WHERE status = 'queued'");
    };
  }),
  "a restart leaves tasks as queued": statement("WHERE status = 'queued'", "WHERE false"),
  "more calls than streams": ledgerWith(({ tasks }) => {
    tasks.inFlight = () => 0;
  }),
  "a paused job is granted tasks": ledgerWith((ledger, storage) => {
    const real = ledger.claim.bind(ledger);
    ledger.claim = (...given) => {
      const status = ledger.find()?.status ?? "running";
      if (status !== "paused") return real(...given);
      storage.all("UPDATE job SET status = 'running'");
      const grant = real(...given);
      storage.all("UPDATE job SET status = 'paused'");
      return grant;
    };
  }),
  "what a refused answer cost is not counted": ledgerWith((ledger) => {
    const real = ledger.complete.bind(ledger);
    const open = new Set(["pending", "queued", "leased", "waiting"]);
    ledger.complete = (id, ...rest) => (open.has(ledger.tasks.task(id)?.status ?? "") ? real(id, ...rest) : null);
  }),
  "what a late failure cost is not counted": ledgerWith((ledger) => {
    const real = ledger.fail.bind(ledger);
    ledger.fail = (id, token, ...rest) => ledger.tasks.task(id)?.token === token && real(id, token, ...rest);
  }),
  "what an answer cost is counted twice": statement(
    "UPDATE job SET calls = calls + ?, input_tokens = input_tokens + ?",
    "UPDATE job SET calls = calls + ?, input_tokens = input_tokens + 2 * ?",
  ),
  "contents that an answer left out are dropped": ledgerWith((ledger) => {
    const { tasks } = ledger;
    const [real, add] = [ledger.complete.bind(ledger), tasks.add.bind(tasks)];
    let own = new Set<number>();
    tasks.add = (made) => {
      add(made.filter(({ input }) => input.name !== "extract" || !input.ordinals.some((ordinal) => own.has(ordinal))));
    };
    ledger.complete = (id, ...rest) => {
      const task = tasks.task(id);
      own = new Set(task ? [...tasks.contentsOf(task).values()].map(({ ordinal }) => ordinal) : []);
      return real(id, ...rest);
    };
  }),
  "an entry leaves the outbox before D1 has it": ledgerWith(({ outbox }, storage) => {
    const real = outbox.undelivered.bind(outbox);
    outbox.undelivered = (limit) => {
      const entries = real(limit);
      if (limit > 1) for (const { id } of entries) storage.all("DELETE FROM outbox WHERE id = ?", id);
      return entries;
    };
  }),
  "the end of a cancelled job is not put in the outbox": ledgerWith(({ outbox, tasks }) => {
    const [put, cancel] = [outbox.put.bind(outbox), tasks.cancel.bind(tasks)];
    let cancelled = false;
    tasks.cancel = (now) => {
      cancelled = true;
      cancel(now);
    };
    outbox.put = (kind, body) => {
      if (kind !== "finish" || !cancelled) put(kind, body);
    };
  }),
  "a result is recorded twice": ledgerWith(({ outbox }) => {
    const put = outbox.put.bind(outbox);
    outbox.put = (kind, body) => {
      put(kind, body);
      if (kind === "results") put(kind, body);
    };
  }),
  "contents that were given up are not counted": statement("items_failed + ?", "items_failed + 0 * ?"),
  "cancelling leaves tasks open": ledgerWith(({ tasks }) => {
    tasks.cancel = () => undefined;
  }),
  "a commit may be torn": { torn: true },
  "resuming makes no next step": ledgerWith((ledger) => {
    const { tasks } = ledger;
    const [real, anyOpen] = [ledger.resume.bind(ledger), tasks.anyOpen.bind(tasks)];
    ledger.resume = () => {
      tasks.anyOpen = () => true;
      const resumed = real();
      tasks.anyOpen = anyOpen;
      return resumed;
    };
  }),
  "a task that kills its consumers is granted for ever": ledgerWith(({ tasks }) => {
    tasks.isPoison = () => false;
  }),
  "a task that always fails is tried for ever": ledgerWith(({ tasks }) => {
    const real = tasks.failed.bind(tasks);
    tasks.failed = (task, ...rest) => real({ ...task, failures: 0 }, ...rest);
  }),
  "a task granted again sees newer labels": ledgerWith(({ tasks }) => {
    const real = tasks.grant.bind(tasks);
    tasks.grant = (task, ...rest) => real({ ...task, label_version: null }, ...rest);
  }),
  "new words belong to the version in force": ledgerWith(({ labels }) => {
    const real = labels.take.bind(labels);
    labels.take = (spec, rows, task, version, origin) => real(spec, rows, task, version - 1, origin);
  }),
  "a new answer does not take the old one's place": ledgerWith(({ again }) => {
    again.replaced = () => undefined;
  }),
  "nobody outside wakes a job whose alarm died": { shell: "no clock outside" },
  "D1 hears of the end before the ledger has ended": { shell: "D1 ends first" },
  "a late row says that an ended job runs": { shell: "row after the end" },
  "what a dead consumer may have spent is not set aside": statement(
    "WHERE NOT (task = ? AND token = ?)",
    "WHERE task = ? AND token = ? AND false",
  ),
};
