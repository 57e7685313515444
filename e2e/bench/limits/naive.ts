import Papa from 'papaparse';
import type { ProviderName } from '#lib/core/recipe';
import { plainRequest, ROWS_PER_REQUEST } from '../recipe.ts';
import { clear, put } from './store.ts';

type Row = Record<string, string>;

function parsed(file: File): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    Papa.parse<Row, File>(file, { header: true, skipEmptyLines: true, complete: ({ data }) => resolve(data), error: reject });
  });
}

/** Seconds of the first idea anyone has: rows as objects, each request stringified whole, one Blob stored. */
export async function naivePass(file: File, provider: ProviderName): Promise<number> {
  const startedAt = performance.now();
  const rows = await parsed(file);
  // A file of more characters than a string can have is read as nothing.
  if (rows.length === 0) throw new RangeError('The file is too large to be read in one piece.');
  const requests: string[] = [];
  for (let row = 0; row < rows.length; row += ROWS_PER_REQUEST) {
    const sent = rows.slice(row, row + ROWS_PER_REQUEST).map(({ id, text }) => ({ input_id: id, input_text: text }));
    requests.push(`${JSON.stringify(plainRequest(provider, `job-0-${row}`, JSON.stringify(sent)))}\n`);
  }
  await put('naive', 0, new Blob(requests));
  const seconds = (performance.now() - startedAt) / 1000;
  await clear('naive');
  return seconds;
}
