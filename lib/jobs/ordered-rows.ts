import type { Dataset } from '#lib/core/dataset';
import { permutation } from '#lib/core/permutation';
import type { Question, RowOrder } from '#lib/core/recipe';
import { rowWriter } from '#lib/core/row-bytes';
import { readPages } from '#lib/storage/datasets';
import { RowReader } from './selection.ts';

/** A row ready to be packed: `text` is its JSON, escaped for standing inside a JSON string. */
export interface ReadyRow {
  row: number;
  id: string;
  text: string;
}

export interface RowsToSend {
  dataset: Dataset;
  question: Question;
  /** Dataset rows in source order. */
  rows: Uint32Array;
  renamed: ReadonlyMap<number, string>;
  /** Characters of their texts, which decide into how many buckets a shuffle goes. */
  characters: number;
}

/** About so many characters of text are shuffled in memory at once. */
const BUCKET_CHARACTERS = 32_000_000;
const SPILL_CHARACTERS = 1_000_000;

async function* sourceOrder({ dataset, question, rows, renamed }: RowsToSend): AsyncGenerator<ReadyRow> {
  const reader = new RowReader(dataset, question.columns);
  const write = rowWriter(question.columns.texts);
  let next = 0;
  for await (const page of readPages(dataset.id)) {
    for (; next < rows.length && rows[next]! < page.firstRow + page.rowCount; next++) {
      const row = rows[next]!;
      const at = row - page.firstRow;
      const id = renamed.get(row) ?? reader.id(page, at);
      yield { row, id, text: write(id, reader.texts(page, at)) };
    }
    if (next === rows.length) return;
  }
}

/** Rows of one stretch of the shuffled order, kept as text blobs until their turn comes. */
class Bucket {
  #lines: string[] = [];
  #characters = 0;
  #blobs: Blob[] = [];

  add(place: number, ready: ReadyRow): void {
    const line = JSON.stringify([place, ready.row, ready.id, ready.text]);
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters > SPILL_CHARACTERS) this.#spill();
  }

  #spill(): void {
    this.#blobs.push(new Blob([this.#lines.join('\n'), '\n']));
    this.#lines = [];
    this.#characters = 0;
  }

  async inOrder(): Promise<ReadyRow[]> {
    this.#spill();
    const text = await new Blob(this.#blobs).text();
    this.#blobs = [];
    const rows: [number, ReadyRow][] = [];
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const [place, row, id, rowText] = JSON.parse(line) as [number, number, string, string];
      rows.push([place, { row, id, text: rowText }]);
    }
    return rows.toSorted(([a], [b]) => a - b).map(([, ready]) => ready);
  }
}

async function* shuffled(input: RowsToSend, seed: number): AsyncGenerator<ReadyRow> {
  const count = input.rows.length;
  const places = new Uint32Array(count);
  permutation(count, seed).forEach((source, place) => {
    places[source] = place;
  });
  const bucketCount = Math.max(1, Math.ceil(input.characters / BUCKET_CHARACTERS));
  const perBucket = Math.max(1, Math.ceil(count / bucketCount));
  const buckets = Array.from({ length: bucketCount }, () => new Bucket());
  let source = 0;
  for await (const ready of sourceOrder(input)) {
    const place = places[source++]!;
    buckets[Math.floor(place / perBucket)]!.add(place, ready);
  }
  for (const bucket of buckets) yield* await bucket.inOrder();
}

/** The rows to send in the order wanted, with flat memory: a shuffle goes through buckets, never by random reads. */
export function orderedRows(input: RowsToSend, order: RowOrder): AsyncGenerator<ReadyRow> {
  return order.kind === 'source' ? sourceOrder(input) : shuffled(input, order.seed);
}
