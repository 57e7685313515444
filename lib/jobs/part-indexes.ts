import type { PartIndex } from '#lib/core/job';
import { slotFinder } from '#lib/core/slot-finder';
import { getPartIndex } from '#lib/storage/jobs';
import { Held } from './held.ts';
import { lastUpTo } from './answer-packs.ts';

const INDEXES_HELD = 64;

/** Where a part carries a row. */
export interface RowPlace {
  index: PartIndex;
  slot: number;
  request: number;
}

interface FoundIndex {
  index: PartIndex;
  slotOf: (row: number) => number;
}

/** Finds rows in the requests of a job's parts; keeps the indexes, which never change once written. */
export class PartIndexes {
  readonly #jobId: string;
  readonly #indexes = new Held<FoundIndex | null>(INDEXES_HELD);

  constructor(jobId: string) {
    this.#jobId = jobId;
  }

  /** Null where the part does not carry the row. */
  async placeOf(k: number, row: number): Promise<RowPlace | null> {
    const found = await this.#indexes.get(String(k), () => this.#load(k));
    const slot = found?.slotOf(row) ?? -1;
    return found && slot >= 0 ? { index: found.index, slot, request: lastUpTo(found.index.starts, slot) } : null;
  }

  async #load(k: number): Promise<FoundIndex | null> {
    const index = await getPartIndex(this.#jobId, k);
    return index ? { index, slotOf: slotFinder(index.rows) } : null;
  }
}
