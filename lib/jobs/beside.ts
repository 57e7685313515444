import { canonicalJson } from '#lib/core/digest';
import { isJsonObject, type JsonObject } from '#lib/core/json';
import type { Dataset } from '#lib/core/dataset';
import type { RowState, SkipReason } from '#lib/core/row-state';
import { readPages } from '#lib/storage/datasets';
import { RowSource, shownFields, type JobRow, type RowFacts } from './row-source.ts';
import { readInOrder } from './rows-in-order.ts';
import type { RowReader } from './selection.ts';

/** What another job has for the same row. */
export interface BesideAnswer {
  /** Its row there, from 0. */
  row: number;
  state: RowState;
  reason: SkipReason | null;
  fields: Record<string, string>;
  /** The whole answer as JSON text; '' none. */
  value: string;
}

/** How often two jobs give the same value for a field, over the rows both have answered validly. */
export interface Agreement {
  /** Rows both jobs have done. */
  rows: number;
  /** In the order of the first job's columns; fields only one of the jobs has are left out. */
  fields: { field: string; same: number }[];
}

async function rowsById(dataset: Dataset, reader: RowReader): Promise<Map<string, number>> {
  const rows = new Map<string, number>();
  for await (const page of readPages(dataset.id)) {
    for (let at = 0; at < page.rowCount; at++) {
      const id = reader.id(page, at);
      if (!rows.has(id)) rows.set(id, page.firstRow + at);
    }
  }
  return rows;
}

/** Rows of the last other table joined by id: kept, since working them out reads the whole table. */
let lastJoin: { datasetId: string; idColumn: string | null; rows: Map<string, number> } | null = null;

/**
 * Another job's answers for the rows of one. The same table has the same row numbers; in another table a row is the same
 * where its id is, the first one where an id repeats.
 */
export class Beside {
  private constructor(
    readonly source: RowSource,
    readonly rowOf: (row: Pick<JobRow, 'row' | 'id'>) => number | undefined,
  ) {}

  /** Null where the other job or its table is not in this browser. */
  static async open(mine: RowSource, otherJobId: string): Promise<Beside | null> {
    const other = await RowSource.open(otherJobId);
    if (!other) return null;
    if (other.dataset.id === mine.dataset.id) return new Beside(other, ({ row }) => row);
    const idColumn = other.recipe.question.columns.id;
    if (lastJoin?.datasetId !== other.dataset.id || lastJoin.idColumn !== idColumn) {
      lastJoin = { datasetId: other.dataset.id, idColumn, rows: await rowsById(other.dataset, other.reader) };
    }
    const { rows } = lastJoin;
    return new Beside(other, ({ id }) => rows.get(id));
  }

  async answer(mine: Pick<JobRow, 'row' | 'id'>): Promise<BesideAnswer | null> {
    const row = this.rowOf(mine);
    if (row === undefined) return null;
    const { state, reason, value } = await this.source.read(row);
    return { row, state, reason, value, fields: shownFields(value) };
  }
}

function objectOf(value: string): JsonObject {
  const parsed: unknown = value === '' ? null : JSON.parse(value);
  return isJsonObject(parsed) ? parsed : {};
}

const isSame = (one: JsonObject, other: JsonObject, field: string) =>
  canonicalJson(one[field] ?? null) === canonicalJson(other[field] ?? null);

type Answered = Pick<RowFacts, 'state' | 'value'>;

/** Fields for which two jobs that have both answered a row validly give another value; one that is null is as good as none. */
export function differingFields(mine: Answered, other: Answered): string[] {
  if (mine.state !== 'ok' || other.state !== 'ok') return [];
  const [a, b] = [objectOf(mine.value), objectOf(other.value)];
  return Object.keys({ ...a, ...b }).filter((field) => !isSame(a, b, field));
}

/** The rows of one job with what the other has for each, in the table's order. */
async function* pairs(mine: RowSource, beside: Beside): AsyncGenerator<[mine: RowFacts, other: Answered | null]> {
  if (beside.source.dataset.id !== mine.dataset.id) {
    for await (const { page, facts } of readInOrder(mine)) {
      const ids = mine.reader.ids(page);
      for (const [at, fact] of facts.entries()) yield [fact, await beside.answer({ row: fact.row, id: ids[at]! })];
    }
    return;
  }
  // Pages are the table's own, and so the same for both.
  const others = readInOrder(beside.source);
  for await (const { facts } of readInOrder(mine)) {
    const { value: other } = await others.next();
    for (const [at, fact] of facts.entries()) yield [fact, other!.facts[at]!];
  }
}

/** One pass over the rows of both jobs. Null where the other job cannot be read. */
export async function agreement(jobId: string, otherJobId: string): Promise<Agreement | null> {
  const mine = await RowSource.open(jobId);
  const beside = mine && (await Beside.open(mine, otherJobId));
  if (!mine || !beside) return null;
  const fields = mine.job.extracted.filter((field) => beside.source.job.extracted.includes(field));
  const same = fields.map(() => 0);
  let rows = 0;
  for await (const [row, other] of pairs(mine, beside)) {
    if (row.state !== 'ok' || other?.state !== 'ok') continue;
    rows++;
    const [a, b] = [objectOf(row.value), objectOf(other.value)];
    for (const [at, field] of fields.entries()) if (isSame(a, b, field)) same[at]!++;
  }
  return { rows, fields: fields.map((field, at) => ({ field, same: same[at]! })) };
}
