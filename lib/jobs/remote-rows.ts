import type { Dataset } from '#lib/core/dataset';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type ProviderName, type Question, type Recipe } from '#lib/core/recipe';
import { SKIP_REASONS } from '#lib/core/row-state';
import { specOf } from '#lib/providers/registry';
import { getDataset, readPages } from '#lib/storage/datasets';
import { importTable } from './import.ts';
import type { FoundRows, Indexed, NewIndex } from './rebuild-indexes.ts';
import { StandInTable } from './rebuild-table.ts';
import type { ResultsSurvey } from './remote-survey.ts';

export type AnsweredBatch = ResultsSurvey;

const ID_COLUMN = 'input_id';

/** What is known of the question where only answers are: the model that gave them, and the columns they were found by. */
export function recipeOfResults(provider: ProviderName, answered: readonly AnsweredBatch[], columns: Question['columns']): Recipe {
  const { question, sending } = DEFAULT_RECIPE;
  return {
    question: {
      ...question,
      answerFormat: { on: false, text: null },
      provider: DEFAULT_OPTIONS[provider],
      model: answered.find(({ model }) => model !== null)?.model ?? '',
      columns,
    },
    sending: {
      ...sending,
      rowsPerRequest: answered.reduce((most, { perRequest }) => Math.max(most, perRequest), 1),
      pollSeconds: specOf(provider).defaults.pollSeconds,
    },
  };
}

/** Where ids were found: the rows, and the column that holds them; null: they are row numbers. */
interface Placed {
  rowOf: Map<string, number>;
  column: string | null;
}

/** Row of the table for each id, by the column that holds the most of them, or by row number where that finds more. */
async function rowsByBestColumn(dataset: Dataset, ids: ReadonlySet<string>): Promise<Placed> {
  const columns = dataset.columns.map((column): Placed => ({ column, rowOf: new Map() }));
  for await (const page of readPages(dataset.id)) {
    page.columns.forEach((cells, at) => {
      const { rowOf } = columns[at]!;
      for (let row = 0; row < page.rowCount; row++) {
        const id = cells[row]!;
        if (ids.has(id) && !rowOf.has(id)) rowOf.set(id, page.firstRow + row);
      }
    });
  }
  const isRow = (id: string) => /^[1-9]\d{0,8}$/.test(id) && Number(id) <= dataset.rowCount;
  const numbers = new Map([...ids].filter(isRow).map((id) => [id, Number(id) - 1]));
  return [{ column: null, rowOf: numbers }, ...columns].reduce((best, one) => (one.rowOf.size >= best.rowOf.size ? one : best));
}

/** A table of the ids alone, in the order they were sent. */
async function tableOfIds(name: string, ids: readonly string[]): Promise<Dataset | null> {
  const table = new StandInTable({ columns: [ID_COLUMN], id: ID_COLUMN, texts: new Map() }, ids.length);
  ids.forEach((id, row) => table.add(row, { id, texts: {} }));
  const outcome = await importTable(await table.file(`rows of ${name}.csv`), { encoding: 'utf-8', delimiter: ',' }, () => {});
  return outcome.ok ? outcome.dataset : null;
}

export type RowsFound = (FoundRows & { columns: Question['columns'] }) | Extract<Indexed, { ok: false }>;

const fault = (what: string, details: string | null = null): RowsFound => ({ ok: false, what, details });

/** Ids the table does not have were made up by the model, or altered; they are no rows. */
function indexOf({ ids, starts, customIds }: AnsweredBatch, rowOf: ReadonlyMap<string, number>): NewIndex {
  const known: string[] = [];
  const from = new Uint32Array(customIds.length + 1);
  for (let request = 0; request < customIds.length; request++) {
    for (let at = starts[request]!; at < starts[request + 1]!; at++) if (rowOf.has(ids[at]!)) known.push(ids[at]!);
    from[request + 1] = known.length;
  }
  const rows = Uint32Array.from(known, (id) => rowOf.get(id)!);
  return { rows, ids: known, starts: from, offsets: new Uint32Array(customIds.length + 1), customIds };
}

/**
 * The rows of a job by the ids in its answers: found in a table, or in one made of the ids. Which rows failed requests carried is told by
 * nothing; where there are any, rows of the table that no answer names count as not sent yet. A table that has not half of the ids is
 * refused.
 */
export async function rowsOfResults(
  answered: readonly (readonly [k: number, batch: AnsweredBatch])[],
  name: string,
  datasetId: string | null,
): Promise<RowsFound> {
  const ids = [...new Set(answered.flatMap(([, batch]) => batch.ids))];
  const dataset = datasetId === null ? await tableOfIds(name, ids) : ((await getDataset(datasetId)) ?? null);
  if (!dataset) return fault('The table is no longer in this browser, or none could be made of the ids.');
  const { rowOf, column } = await rowsByBestColumn(dataset, new Set(ids));
  if (rowOf.size * 2 < ids.length) {
    const example = ids.find((id) => !rowOf.has(id));
    return fault(
      `“${dataset.name}” is not this job’s table: it has no row with the id “${example}”.`,
      `${rowOf.size} of ${ids.length} ids were found.`,
    );
  }
  const indexes = new Map(answered.map(([k, batch]) => [k, indexOf(batch, rowOf)]));
  const carried = new Set(rowOf.values());
  const isAnyOpen = answered.some(([, { silent }]) => silent > 0);
  const unsent = isAnyOpen ? 0 : SKIP_REASONS.indexOf('not-selected') + 1;
  const reasons = Uint8Array.from({ length: dataset.rowCount }, (_, row) => (carried.has(row) ? 0 : unsent));
  const texts = dataset.guess.texts.filter((text) => text !== column);
  return {
    ok: true,
    dataset,
    lacks: 'question',
    reasons,
    indexes,
    files: new Map(),
    columns: { id: column, texts: datasetId === null ? [] : texts },
  };
}
