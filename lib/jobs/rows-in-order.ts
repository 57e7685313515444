import type { StoredPage } from '#lib/core/dataset';
import { LostDataError } from '#lib/core/lost-data';
import { plural } from '#lib/core/measures';
import { readStoredPages } from '#lib/storage/datasets';
import { readStoredPacks } from '#lib/storage/ledgers';
import { LOST_ANSWER, NO_ANSWER, type Answer } from './answer-packs.ts';
import { AnswerBuckets, BUCKET_ROWS } from './answer-buckets.ts';
import { answersOf, eachAnswer, type OnShare } from './row-passes.ts';
import type { RowFacts, RowSource } from './row-source.ts';

/** The rows that stand on a page of the table, and what became of each, in their order. */
export interface PageOfRows {
  page: StoredPage;
  facts: RowFacts[];
}

/** Done and in all: answers gathered and rows given, each counted once. */
type OnProgress = (done: number, total: number) => void;

/** Puts every answer of the ledger where its row's turn will come. */
async function gather(source: RowSource, onShare: OnShare, signal?: AbortSignal): Promise<AnswerBuckets> {
  const buckets = new AnswerBuckets();
  await eachAnswer(source, readStoredPacks(source.job.id), (row, pack, index) => buckets.add(row, pack, index), onShare, signal);
  return buckets;
}

const bucketOf = (row: number) => Math.floor(row / BUCKET_ROWS);

/** Takes the buckets a page reaches into, and lets go of those before it. */
async function hold(held: Map<number, (Answer | undefined)[]>, buckets: AnswerBuckets, page: StoredPage): Promise<void> {
  const first = bucketOf(page.firstRow);
  for (const bucket of held.keys()) if (bucket < first) held.delete(bucket);
  for (let bucket = first; bucket <= bucketOf(page.firstRow + page.rowCount - 1); bucket++) {
    if (!held.has(bucket)) held.set(bucket, await buckets.take(bucket));
  }
}

/**
 * Every row of a job in the table's order with its answer, page by page. The packs are read once, one after another, and
 * their answers spread over buckets of rows, which spill to Blobs: memory stays flat, and no pack is ever looked for.
 * Rows under way count as sent, though their answers may be here already. Answers that are gone are noted with their rows, and make it
 * throw {@link LostDataError} once all rows were given.
 */
export async function* readInOrder(source: RowSource, onProgress: OnProgress = () => {}, signal?: AbortSignal): AsyncGenerator<PageOfRows> {
  const answers = answersOf(source);
  const total = answers + source.dataset.rowCount;
  const buckets = await gather(source, (share) => onProgress(Math.floor(share * answers), total), signal);
  const held = new Map<number, (Answer | undefined)[]>();
  let lost = 0;
  for await (const page of readStoredPages(source.dataset.id)) {
    signal?.throwIfAborted();
    await hold(held, buckets, page);
    const facts = Array.from({ length: page.rowCount }, (_, at) => {
      const row = page.firstRow + at;
      const answer = held.get(bucketOf(row))![row % BUCKET_ROWS];
      const isLost = !answer && Boolean(source.ledger?.refs[row]);
      if (isLost) lost++;
      return source.factsOf(row, answer ?? (isLost ? LOST_ANSWER : NO_ANSWER));
    });
    yield { page, facts };
    onProgress(answers + page.firstRow + page.rowCount, total);
  }
  if (lost > 0) throw new LostDataError(`${lost === 1 ? 'The answer' : 'Answers'} of ${plural(lost, 'row')}`);
}
