import type { DatasetPage } from '#lib/core/dataset';
import { rowsOfAnswers } from '#lib/core/ledger';
import { readPages } from '#lib/storage/datasets';
import { readResultPacks } from '#lib/storage/ledgers';
import { answerAt, NO_ANSWER, type Answer } from './answer-packs.ts';
import { AnswerBuckets, BUCKET_ROWS } from './answer-buckets.ts';
import type { JobRow, RowSource } from './row-source.ts';

/** Done and in all: answers gathered and rows given, each counted once. */
type OnProgress = (done: number, total: number) => void;

function answersExpected({ ledger }: RowSource): number {
  return ledger ? ledger.refs.reduce((sum, ref) => sum + (ref ? 1 : 0), 0) : 0;
}

/** Puts every answer of the ledger where its row's turn will come. */
async function gather({ job, ledger }: RowSource, onAnswers: (done: number) => void, signal?: AbortSignal): Promise<AnswerBuckets> {
  const buckets = new AnswerBuckets();
  const rowOf = ledger ? rowsOfAnswers(ledger) : () => -1;
  let done = 0;
  for await (const pack of readResultPacks(job.id)) {
    signal?.throwIfAborted();
    for (let index = 0; index < pack.values.length; index++) {
      const row = rowOf(pack.k, pack.first + index);
      if (row < 0) continue;
      buckets.add(row, answerAt(pack, index));
      done++;
    }
    onAnswers(done);
  }
  return buckets;
}

const bucketOf = (row: number) => Math.floor(row / BUCKET_ROWS);

/** Takes the buckets a page reaches into, and lets go of those before it. */
async function hold(held: Map<number, (Answer | undefined)[]>, buckets: AnswerBuckets, page: DatasetPage): Promise<void> {
  const first = bucketOf(page.firstRow);
  for (const bucket of held.keys()) if (bucket < first) held.delete(bucket);
  for (let bucket = first; bucket <= bucketOf(page.firstRow + page.rowCount - 1); bucket++) {
    if (!held.has(bucket)) held.set(bucket, await buckets.take(bucket));
  }
}

/**
 * Every row of a job in the table's order with its answer, page by page. The packs are read once, one after another, and
 * their answers spread over buckets of rows, which spill to Blobs: memory stays flat, and no pack is ever looked for.
 * Rows under way count as sent, though their answers may be here already.
 */
export async function* readInOrder(source: RowSource, onProgress: OnProgress = () => {}, signal?: AbortSignal): AsyncGenerator<JobRow[]> {
  const answers = answersExpected(source);
  const total = answers + source.dataset.rowCount;
  const buckets = await gather(source, (done) => onProgress(done, total), signal);
  const held = new Map<number, (Answer | undefined)[]>();
  for await (const page of readPages(source.dataset.id)) {
    signal?.throwIfAborted();
    await hold(held, buckets, page);
    yield Array.from({ length: page.rowCount }, (_, at) => {
      const row = page.firstRow + at;
      return source.rowOf(page, at, held.get(bucketOf(row))![row % BUCKET_ROWS] ?? NO_ANSWER);
    });
    onProgress(answers + page.firstRow + page.rowCount, total);
  }
}
