import type { ResultRow } from '#lib/workers/results.api';

export interface RowWindowsOptions {
  /** Rows in view order. */
  length: number;
  /** Dataset row at a place of the view. */
  rowAt: (index: number) => number;
  /** Reads rows by their dataset numbers, in that order. May ignore the signal; its answer is then dropped. */
  load: (rows: number[], signal: AbortSignal) => Promise<ResultRow[]>;
}

const BLOCK_ROWS = 64;
const BLOCKS_KEPT = 48;
const LOADS_AT_ONCE = 2;

interface Block {
  rows: ResultRow[];
  isStale: boolean;
}

/**
 * Rows of a view, read in blocks as they come into sight. `get` is synchronous and never reads: a boxed row is there,
 * undefined is not read yet. `want` says what is in sight; reads of what no longer is are aborted. Blocks used longest
 * ago are forgotten.
 */
export class RowWindows {
  readonly length: number;
  #options: RowWindowsOptions;
  #blocks = new Map<number, Block>();
  #loading = new Map<number, AbortController>();
  #wanted: number[] = [];
  #listeners = new Set<() => void>();
  #version = 0;
  #asOf: string | null = null;
  #error: unknown = null;

  constructor(options: RowWindowsOptions) {
    this.#options = options;
    this.length = options.length;
  }

  get(index: number): { row: ResultRow } | undefined {
    const row = this.#blocks.get(Math.floor(index / BLOCK_ROWS))?.rows[index % BLOCK_ROWS];
    return row && { row };
  }

  /** Why the last read failed; null where it did not. */
  get error(): unknown {
    return this.#error;
  }

  /** Changes whenever `get` may answer differently. */
  get version(): number {
    return this.#version;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Rows `first` to `last` (both in) are in sight. */
  want(first: number, last: number): void {
    const from = Math.floor(Math.max(0, first) / BLOCK_ROWS);
    const to = Math.floor(Math.min(this.length - 1, last) / BLOCK_ROWS);
    this.#wanted = [];
    for (let block = from; block <= to; block += 1) this.#wanted.push(block);
    for (const block of this.#wanted) this.#touch(block);
    for (const [block, control] of this.#loading) {
      if (this.#wanted.includes(block)) continue;
      control.abort();
      this.#loading.delete(block);
    }
    this.#pump();
  }

  /** Reads again what is in sight, and the rest once it comes into sight; what was read stays until then. */
  refresh(): void {
    for (const block of this.#blocks.values()) block.isStale = true;
    this.#error = null;
    this.#stop();
    this.#pump();
  }

  /** Names the state of the results; another than before reads everything again. */
  asOf(version: string): void {
    if (this.#asOf !== null && this.#asOf !== version) this.refresh();
    this.#asOf = version;
  }

  close(): void {
    this.#wanted = [];
    this.#stop();
    this.#listeners.clear();
  }

  #stop(): void {
    for (const control of this.#loading.values()) control.abort();
    this.#loading.clear();
  }

  #touch(number: number): void {
    const block = this.#blocks.get(number);
    if (!block) return;
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
  }

  #pump(): void {
    if (this.#error) return;
    for (const number of this.#wanted) {
      if (this.#loading.size >= LOADS_AT_ONCE) return;
      const block = this.#blocks.get(number);
      if (this.#loading.has(number) || (block && !block.isStale)) continue;
      void this.#read(number);
    }
  }

  async #read(number: number): Promise<void> {
    const control = new AbortController();
    this.#loading.set(number, control);
    const first = number * BLOCK_ROWS;
    const count = Math.min(BLOCK_ROWS, this.length - first);
    const numbers = Array.from({ length: count }, (_, at) => this.#options.rowAt(first + at));
    try {
      const rows = await this.#options.load(numbers, control.signal);
      if (control.signal.aborted) return;
      this.#blocks.delete(number);
      this.#blocks.set(number, { rows, isStale: false });
      this.#forget();
    } catch (error) {
      if (control.signal.aborted) return;
      this.#error = error;
    }
    this.#loading.delete(number);
    this.#changed();
    this.#pump();
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
