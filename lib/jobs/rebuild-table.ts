import { GrowingBytes } from '#lib/core/growing-bytes';
import { Numbers } from '#lib/core/numbers';
import { csvLine } from '#lib/table/csv-line';
import type { CarriedRow } from './rebuild-requests.ts';

const SPILL_BYTES = 1_000_000;
const BUCKET_ROWS = 50_000;
const AS_IS = { formulaGuard: false };

/** Lines of a stretch of rows, kept in Blobs in the order they come. */
class LineBucket {
  readonly #rows = new Numbers();
  readonly #ends = new Numbers();
  readonly #open = new GrowingBytes();
  readonly #spilled: Blob[] = [];
  #spilledBytes = 0;

  add(row: number, line: Uint8Array): void {
    this.#open.add(line);
    this.#rows.push(row);
    this.#ends.push(this.#spilledBytes + this.#open.length);
    if (this.#open.length > SPILL_BYTES) this.#spill();
  }

  #spill(): void {
    this.#spilled.push(new Blob([this.#open.bytes.subarray(0, this.#open.length)]));
    this.#spilledBytes += this.#open.length;
    this.#open.clear();
  }

  /** Rows `from` to `to` with their lines; `blank` where none came. */
  async inOrder(from: number, to: number, blank: Uint8Array): Promise<Blob> {
    this.#spill();
    const bytes = new Uint8Array(await new Blob(this.#spilled).arrayBuffer());
    const [rows, ends] = [this.#rows.view(), this.#ends.view()];
    const place = new Int32Array(to - from).fill(-1);
    rows.forEach((row, n) => {
      place[row - from] = n;
    });
    const out = new GrowingBytes();
    for (const n of place) {
      if (n < 0) out.add(blank);
      else out.add(bytes, n === 0 ? 0 : ends[n - 1]!, ends[n]!);
    }
    return new Blob([out.bytes.subarray(0, out.length)]);
  }
}

export interface StandInColumns {
  /** All of the table's, in order. */
  columns: readonly string[];
  /** Of the id; null: rows go by their number. */
  id: string | null;
  /** Column of each name a row's texts have in requests. */
  texts: ReadonlyMap<string, string>;
}

/**
 * A table made of what requests carry, for a job whose own table is not here: the same rows under the same numbers, of which only ids and
 * texts that were sent are filled in. Rows may come in any order; of one that comes twice the first counts.
 */
export class StandInTable {
  readonly #layout: StandInColumns;
  readonly #rowCount: number;
  readonly #seen: Uint8Array;
  readonly #buckets: LineBucket[];
  readonly #encoder = new TextEncoder();

  constructor(layout: StandInColumns, rowCount: number) {
    this.#layout = layout;
    this.#rowCount = rowCount;
    this.#seen = new Uint8Array(rowCount);
    this.#buckets = Array.from({ length: Math.ceil(rowCount / BUCKET_ROWS) }, () => new LineBucket());
  }

  add(row: number, carried: CarriedRow): void {
    if (row >= this.#rowCount || this.#seen[row]) return;
    this.#seen[row] = 1;
    this.#buckets[Math.floor(row / BUCKET_ROWS)]!.add(row, this.#line(carried));
  }

  #line({ id, texts }: CarriedRow): Uint8Array {
    const cells = new Map<string, string>();
    if (this.#layout.id !== null) cells.set(this.#layout.id, id);
    for (const [name, column] of this.#layout.texts) cells.set(column, texts[name] ?? '');
    return this.#encoder.encode(
      csvLine(
        this.#layout.columns.map((column) => cells.get(column) ?? ''),
        AS_IS,
      ),
    );
  }

  /** As CSV in UTF-8, header first. */
  async file(name: string): Promise<File> {
    const blank = this.#encoder.encode(
      csvLine(
        this.#layout.columns.map(() => ''),
        AS_IS,
      ),
    );
    const pieces: Blob[] = [new Blob([csvLine(this.#layout.columns, AS_IS)])];
    for (const [b, bucket] of this.#buckets.entries()) {
      const from = b * BUCKET_ROWS;
      pieces.push(await bucket.inOrder(from, Math.min(this.#rowCount, from + BUCKET_ROWS), blank));
    }
    return new File(pieces, name, { type: 'text/csv' });
  }
}
