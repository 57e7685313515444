import type { RowBlock } from '#lib/core/row-block';

export interface BlockRow {
  row: number;
  id: string;
  /** As it stands in the request. */
  text: string;
}

const BLOCK_ROWS = 3;
const encoder = new TextEncoder();

function blockOf(rows: readonly BlockRow[]): RowBlock {
  const bytes = rows.map(({ text }) => encoder.encode(text));
  const all = encoder.encode(rows.map(({ text }) => text).join(''));
  const ends = bytes.map((_, n) => bytes.slice(0, n + 1).reduce((sum, row) => sum + row.length, 0));
  return {
    rows: Uint32Array.from(rows, ({ row }) => row),
    ids: rows.map(({ id }) => id),
    starts: Uint32Array.from(ends, (end, n) => end - bytes[n]!.length),
    ends: Uint32Array.from(ends),
    characters: Uint32Array.from(rows, ({ text }) => text.length),
    bytes: all,
  };
}

/** Rows written already, in blocks of a few. */
export async function* blocksOf(rows: Iterable<BlockRow>): AsyncGenerator<RowBlock> {
  let some: BlockRow[] = [];
  for (const row of rows) {
    some.push(row);
    if (some.length < BLOCK_ROWS) continue;
    yield blockOf(some);
    some = [];
  }
  if (some.length > 0) yield blockOf(some);
}
