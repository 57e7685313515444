import type { Dataset } from '#lib/core/dataset';
import { readPages } from '#lib/storage/datasets';
import type { FileIndex } from './rebuild-requests.ts';
import type { RowReader, Selection } from './selection.ts';

/** No row of the table has that id. */
export const NOWHERE = 0xffffffff;

/**
 * Row of the table by `input_id`, for the ids these files carry: a row that was selected, by the id it was given, else the first of that
 * id. {@link NOWHERE} where there is none.
 */
export async function rowsById(
  dataset: Dataset,
  reader: RowReader,
  { reasons, renamed }: Pick<Selection, 'reasons' | 'renamed'>,
  files: Iterable<FileIndex>,
): Promise<(id: string) => number> {
  if (reader.columns.id === null) return (id) => (/^[1-9]\d*$/.test(id) && Number(id) <= dataset.rowCount ? Number(id) - 1 : NOWHERE);
  const selected = new Map<string, number>();
  const others = new Map<string, number>();
  const carried = new Set<string>();
  for (const { ids } of files) for (const id of ids) carried.add(id);
  for await (const page of readPages(dataset.id)) {
    for (let at = 0; at < page.rowCount; at++) {
      const row = page.firstRow + at;
      const id = renamed.get(row) ?? reader.id(page, at);
      if (!carried.has(id)) continue;
      const rows = reasons[row] ? others : selected;
      if (!rows.has(id)) rows.set(id, row);
    }
  }
  return (id) => selected.get(id) ?? others.get(id) ?? NOWHERE;
}
