import type { DatasetPage } from '#lib/core/dataset';
import { unpackPage } from './datasets.ts';
import { db } from './db.ts';

/** First row of each page of a table, rising. */
export async function pageStarts(datasetId: string): Promise<number[]> {
  const keys = await db.pages.where('[datasetId+firstRow]').between([datasetId, 0], [datasetId, Infinity]).primaryKeys();
  return keys.map(([, firstRow]) => firstRow);
}

/** The page that begins at a row. */
export async function getPage(datasetId: string, firstRow: number): Promise<DatasetPage | undefined> {
  const page = await db.pages.get([datasetId, firstRow]);
  return page && unpackPage(page);
}
