import type { ResultRow } from '#lib/workers/results.api';
import { rowAt, type RowOrder } from './view-order.ts';

export interface RowWindowsOptions {
  order: RowOrder;
  /** Names the view; two orders of one view differ only by what has come in since. */
  viewKey: string;
  /** Reads rows by their dataset numbers, in that order. */
  load: (rows: number[]) => Promise<ResultRow[]>;
}

const BLOCK_ROWS = 64;
const BLOCKS_KEPT = 48;
const LOADS_AT_ONCE = 2;
/** Blocks read beyond the rows in sight, in the direction they move. */
const BLOCKS_AHEAD = 2;
/** Rows that pass by at this distance and pace, in milliseconds, would be gone before they are read. */
const PASSING_ROWS = BLOCK_ROWS * BLOCKS_AHEAD;
const PASSING_MS = 50;
/** Rows that came into sight are drawn before others are read ahead. */
const DRAWING_MS = 50;

interface Block {
  rows: ResultRow[];
  isStale: boolean;
}

/**
 * Rows of a view, read in blocks as they come into sight. `get` is synchronous and never reads: a boxed row is there,
 * undefined is not read yet. `want` says what is in sight; the blocks that come next are read ahead. While rows pass by too fast to be
 * read, as under a dragged scrollbar, none are; few reads are under way at once, and the next is always of what is in sight by then.
 * Blocks used longest ago are forgotten.
 */
export class RowWindows {
  readonly order: RowOrder;
  readonly viewKey: string;
  readonly length: number;
  #load: RowWindowsOptions['load'];
  #blocks = new Map<number, Block>();
  #loading = new Set<number>();
  /** First and last row in sight. */
  #sight: [number, number] = [0, -1];
  #movedAt = -Infinity;
  /** While rows pass by: when they will have rested for long enough. */
  #restsAt = -Infinity;
  /** When the rows that came last are drawn. */
  #drawnAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Blocks to read: those in sight, then those ahead. */
  #wanted: number[] = [];
  #listeners = new Set<() => void>();
  #version = 0;
  /** Counts refreshes: what was asked before the last one comes in stale. */
  #round = 0;
  #asOf: string | null = null;
  #error: unknown = null;
  #fields: readonly string[] = [];

  constructor({ order, viewKey, load }: RowWindowsOptions) {
    this.order = order;
    this.viewKey = viewKey;
    this.length = order.rows ? order.rows.length : order.rowCount;
    this.#load = load;
  }

  get(index: number): { row: ResultRow } | undefined {
    const row = this.#blocks.get(blockOf(index))?.rows[index % BLOCK_ROWS];
    return row && { row };
  }

  /** Why the last read failed; null where it did not. */
  get error(): unknown {
    return this.#error;
  }

  /** Changes whenever `get` may answer differently for a row in sight. */
  get version(): number {
    return this.#version;
  }

  /** Names of the fields met in the answers read so far, in that order. The same list until another is met. */
  get fields(): readonly string[] {
    return this.#fields;
  }

  /** First and last row in sight; last before first where none is. */
  get sight(): readonly [number, number] {
    return this.#sight;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Rows `first` to `last` (both in) are in sight. */
  want(first: number, last: number): void {
    this.#passBy(first, last);
    const isRising = first >= this.#sight[0];
    this.#sight = [Math.max(0, first), Math.min(this.length - 1, last)];
    this.#wanted = this.#inSight();
    this.#wanted.push(...this.#ahead(isRising));
    for (const block of this.#wanted) this.#touch(block);
    this.#pump();
  }

  /** Sees whether the rows move so far and so soon after they last did that they only pass by. */
  #passBy(first: number, last: number): void {
    const [before, until] = this.#sight;
    if (first === before && last === until) return;
    const isFar = until >= before && Math.max(first - until, before - last) > PASSING_ROWS;
    const isSoon = performance.now() - this.#movedAt < PASSING_MS;
    this.#movedAt = performance.now();
    this.#restsAt = isFar && isSoon ? this.#movedAt + PASSING_MS : -Infinity;
  }

  /** Resolves once rows `first` to `last` are there, or cannot be read. */
  async fill(first: number, last: number): Promise<void> {
    this.want(first, last);
    this.#restsAt = -Infinity;
    this.#pump();
    while (this.#error === null && this.#inSight().some((block) => !this.#blocks.has(block)) && this.#loading.size > 0) {
      await new Promise<void>((resolve) => {
        const stop = this.subscribe(() => {
          stop();
          resolve();
        });
      });
    }
  }

  /** Reads again what is in sight, and the rest once it comes into sight; what was read stays until then. */
  refresh(): void {
    for (const block of this.#blocks.values()) block.isStale = true;
    this.#round += 1;
    this.#error = null;
    this.#pump();
  }

  /** Names the state of the results; another than before reads everything again. */
  asOf(version: string): void {
    if (this.#asOf !== null && this.#asOf !== version) this.refresh();
    this.#asOf = version;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#sight = [0, -1];
    this.#wanted = [];
    this.#changed();
    this.#listeners.clear();
  }

  #inSight(): number[] {
    const [first, last] = this.#sight;
    if (last < first) return [];
    return Array.from({ length: blockOf(last) - blockOf(first) + 1 }, (_, at) => blockOf(first) + at);
  }

  #ahead(isRising: boolean): number[] {
    const [first, last] = this.#sight;
    if (last < first) return [];
    const blocks = Array.from({ length: BLOCKS_AHEAD }, (_, at) => (isRising ? blockOf(last) + 1 + at : blockOf(first) - 1 - at));
    return blocks.filter((block) => block >= 0 && block * BLOCK_ROWS < this.length);
  }

  #touch(number: number): void {
    const block = this.#blocks.get(number);
    if (!block) return;
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
  }

  #pump(): void {
    clearTimeout(this.#timer);
    if (this.#error) return;
    const sight = this.#inSight();
    for (const number of this.#wanted) {
      if (this.#loading.size >= LOADS_AT_ONCE) return;
      const isAhead = !sight.includes(number);
      // What is in sight comes sooner with nothing else read beside it.
      if (isAhead && sight.some((block) => this.#loading.has(block))) return;
      const waitMs = (isAhead ? Math.max(this.#restsAt, this.#drawnAt) : this.#restsAt) - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#pump(), waitMs);
        return;
      }
      const block = this.#blocks.get(number);
      if (this.#loading.has(number) || (block && !block.isStale)) continue;
      void this.#read(number);
    }
  }

  async #read(number: number): Promise<void> {
    this.#loading.add(number);
    const round = this.#round;
    const first = number * BLOCK_ROWS;
    const count = Math.min(BLOCK_ROWS, this.length - first);
    const numbers = Array.from({ length: count }, (_, at) => rowAt(this.order, first + at)!);
    try {
      const rows = await this.#load(numbers);
      this.#blocks.delete(number);
      this.#blocks.set(number, { rows, isStale: round !== this.#round });
      this.#meet(rows);
      this.#forget();
    } catch (error) {
      // What nobody looks at any more is asked for again when somebody does.
      if (this.#wanted.includes(number)) this.#error = error;
    }
    this.#loading.delete(number);
    const isInSight = this.#inSight().includes(number);
    if (isInSight) this.#drawnAt = performance.now() + DRAWING_MS;
    if (this.#error || isInSight) this.#changed();
    this.#pump();
  }

  #meet(rows: ResultRow[]): void {
    const met = new Set(this.#fields);
    for (const row of rows) for (const field of Object.keys(row.fields)) met.add(field);
    if (met.size > this.#fields.length) this.#fields = [...met];
  }

  #forget(): void {
    for (const number of this.#blocks.keys()) {
      if (this.#blocks.size <= BLOCKS_KEPT) return;
      this.#blocks.delete(number);
    }
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}

const blockOf = (index: number) => Math.floor(index / BLOCK_ROWS);
