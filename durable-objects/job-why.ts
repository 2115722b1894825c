import { DurableObject } from "cloudflare:workers";
import type { Batch } from "../worker/contract/findings.ts";
import type { Page } from "../worker/contract/page.ts";
import { type Asked, askedOf } from "./ledger/asked.ts";
import { Ledger } from "./ledger/ledger.ts";
import { batchPage } from "./ledger/view.ts";
import { objectStorage } from "./object-storage.ts";

/** What a job can tell of how its results came to be; it only reads. */
export class JobWhy extends DurableObject<Env> {
  /** Who read a content, and what it was shown; null where that is not known any more. */
  async asked(contentId: string): Promise<Asked | null> {
    const storage = objectStorage(this.ctx.storage);
    return askedOf(storage, new Ledger(storage), contentId);
  }

  /** Batches after a number, as far as they were made. */
  async batches(after: number, limit: number): Promise<Page<Batch>> {
    const storage = objectStorage(this.ctx.storage);
    return new Ledger(storage).find() ? batchPage(storage, after, limit) : { items: [], nextCursor: null };
  }
}
