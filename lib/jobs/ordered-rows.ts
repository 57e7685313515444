import { permutation } from '#lib/core/permutation';
import type { RowOrder } from '#lib/core/recipe';
import type { RowBlock } from '#lib/core/row-block';
import { RowEncoder } from '#lib/core/row-encoder';
import { readStoredPages } from '#lib/storage/datasets';
import { oneAhead } from '#lib/storage/one-ahead';
import { judgeAll, type Selector } from './selection.ts';
import { ShuffleBucket } from './shuffle-bucket.ts';

export interface RowsToSend {
  /** Judges the rows of its table on the way. */
  selector: Selector;
  /** Of the rows selected, those that go out now; all unless said. */
  isWanted?: (row: number) => boolean;
  /** Gets how many of the selector's rows are done after each page of them. Waited for, and may throw. */
  onRows?: (rowsDone: number) => void | Promise<void>;
}

/** About so many characters of text are shuffled in memory at once, and as many are fetched for the next time. */
const BUCKET_CHARACTERS = 16_000_000;

/** The rows of each page that go out, judged and written in one pass. */
async function* sourceOrder({ selector, isWanted, onRows }: RowsToSend): AsyncGenerator<RowBlock> {
  const { dataset, reader, selection, end } = selector;
  const { reasons, renamed } = selection;
  const encoder = new RowEncoder(reader.columns.texts);
  for await (const page of readStoredPages(dataset.id)) {
    if (page.firstRow >= end) return;
    await selector.judge(page);
    const ids = reader.ids(page);
    const texts = reader.textColumns(page);
    for (let at = 0; at < page.rowCount; at++) {
      const row = page.firstRow + at;
      if (!reasons[row] && (!isWanted || isWanted(row))) encoder.add(row, renamed.get(row) ?? ids[at]!, texts, at);
    }
    yield encoder.takeBlock();
    await onRows?.(Math.min(end, page.firstRow + page.rowCount));
  }
}

function countRows({ selector, isWanted }: RowsToSend): number {
  const { reasons } = selector.selection;
  let count = 0;
  for (let row = 0; row < selector.end; row++) if (!reasons[row] && (!isWanted || isWanted(row))) count++;
  return count;
}

/** Place in the shuffled order of each row that goes out. */
function shuffledPlaces(count: number, seed: number): Uint32Array {
  const places = new Uint32Array(count);
  permutation(count, seed).forEach((source, place) => {
    places[source] = place;
  });
  return places;
}

/**
 * How many rows go out decides where each one goes, so all are judged before the first is written: a third of the way
 * each for judging, spreading and packing.
 */
async function* shuffled({ selector, isWanted, onRows }: RowsToSend, seed: number): AsyncGenerator<RowBlock> {
  const third = (doneBefore: number) => (rows: number) => onRows?.(Math.floor((doneBefore * selector.end + rows) / 3));
  const { characters } = await judgeAll(selector, third(0));
  const places = shuffledPlaces(countRows({ selector, isWanted }), seed);
  const perBucket = Math.max(1, Math.ceil((places.length * BUCKET_CHARACTERS) / Math.max(characters, BUCKET_CHARACTERS)));
  const buckets = Array.from({ length: Math.ceil(places.length / perBucket) }, (_, b) => new ShuffleBucket(b * perBucket));
  let source = 0;
  for await (const block of sourceOrder({ selector, isWanted, onRows: third(1) })) {
    for (let n = 0; n < block.rows.length; n++) {
      const place = places[source++]!;
      buckets[Math.floor(place / perBucket)]!.add(place, block, n);
    }
  }
  let given = 0;
  for await (const block of oneAhead(inOrder(buckets))) {
    yield block;
    await third(2)((++given / buckets.length) * selector.end);
  }
}

async function* inOrder(buckets: readonly ShuffleBucket[]): AsyncGenerator<RowBlock> {
  for (const bucket of buckets) yield await bucket.inOrder();
}

/** The rows to send in the order wanted, with flat memory: a shuffle goes through buckets, never by random reads. */
export function orderedRows(input: RowsToSend, order: RowOrder): AsyncGenerator<RowBlock> {
  return order.kind === 'source' ? sourceOrder(input) : shuffled(input, order.seed);
}
