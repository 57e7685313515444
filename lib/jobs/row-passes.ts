import { cellCount, type StoredColumn } from '#lib/core/column';
import type { DatasetPage } from '#lib/core/dataset';
import type { ResultPack } from '#lib/core/job';
import { rowsOfAnswers } from '#lib/core/ledger';
import { readPages } from '#lib/storage/datasets';
import type { RowSource } from './row-source.ts';

/** Told how much of a pass is done, from 0 to 1. */
export type OnShare = (share: number) => void;

/** Answers the ledger points at. */
export function answersOf({ ledger }: Pick<RowSource, 'ledger'>): number {
  return ledger ? ledger.refs.reduce((sum, ref) => sum + (ref ? 1 : 0), 0) : 0;
}

/** One pass over the answers of a job in the order of its `packs`; `visit` is given the row each belongs to. */
export async function eachAnswer<Pack extends ResultPack<StoredColumn>>(
  source: Pick<RowSource, 'ledger'>,
  packs: AsyncIterable<Pack>,
  visit: (row: number, pack: Pack, index: number) => void,
  onShare: OnShare = () => {},
  signal?: AbortSignal,
): Promise<void> {
  const { ledger } = source;
  if (!ledger) return;
  const rowOf = rowsOfAnswers(ledger);
  const answers = answersOf(source);
  let done = 0;
  for await (const pack of packs) {
    signal?.throwIfAborted();
    for (let index = 0; index < cellCount(pack.values); index++) {
      const row = rowOf(pack.k, pack.first + index);
      if (row < 0) continue;
      visit(row, pack, index);
      done++;
    }
    onShare(answers === 0 ? 1 : done / answers);
  }
}

/** One pass over the table. */
export async function eachRow(
  { dataset }: Pick<RowSource, 'dataset'>,
  visit: (row: number, page: DatasetPage, at: number) => void,
  onShare: OnShare = () => {},
): Promise<void> {
  for await (const page of readPages(dataset.id)) {
    for (let at = 0; at < page.rowCount; at++) visit(page.firstRow + at, page, at);
    onShare((page.firstRow + page.rowCount) / dataset.rowCount);
  }
}
