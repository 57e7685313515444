import type { Dataset, DatasetPage } from '#lib/core/dataset';
import { isJsonObject, type Json } from '#lib/core/json';
import type { Job, Ledger, ResultPack } from '#lib/core/job';
import { rowState, skipReason } from '#lib/core/ledger';
import type { Recipe } from '#lib/core/recipe';
import { marksByRound, type RowMarks } from '#lib/core/row-marks';
import type { RowState, SkipReason } from '#lib/core/row-state';
import { getDataset, pageOf } from '#lib/storage/datasets';
import { getJob, listAttempts } from '#lib/storage/jobs';
import { getLedger, resultPackOf } from '#lib/storage/ledgers';
import { RowReader } from './selection.ts';

/** What is known of one row of a job: its cells, its state, its answer. */
export interface JobRow {
  row: number;
  id: string;
  texts: string[];
  cells: string[];
  state: RowState;
  reason: SkipReason | null;
  attempt: number;
  /** Part that last carried it; -1: none has. */
  k: number;
  /** JSON text of its answer; '' none. */
  value: string;
  note: string;
  /** The model that answered, by the response's own word; '' none. */
  model: string;
}

/** How a field of an answer is exported: text as it is, everything else as JSON; null as nothing. */
function fieldText(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const isPlain = (value: Json) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** How a field is shown: as exported, but a list of plain values as one reads it, "comfort, price". */
function shownText(value: Json | undefined): string {
  return Array.isArray(value) && value.every(isPlain) ? value.join(', ') : fieldText(value);
}

/** Fields of an answer as they are shown, without `input_id`. */
export function shownFields(valueJson: string): Record<string, string> {
  return fieldsOf(valueJson, shownText);
}

/** Fields of an answer as they are exported, without `input_id`. */
export function fieldsOf(valueJson: string, textOf = fieldText): Record<string, string> {
  if (valueJson === '') return {};
  const value: unknown = JSON.parse(valueJson);
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'input_id')
      .map(([name, field]) => [name, textOf(field)]),
  );
}

/** Packs kept at hand: rows in source order find their answers scattered over many. */
const PACKS_HELD = 100;

/** A job and the one looked at beside it. */
const SOURCES_HELD = 2;

/** By job, least recently used first. */
const opened = new Map<string, RowSource>();

/** Reads rows of a job by number or in order. Holds the last page and a hundred packs of answers; no more. */
export class RowSource {
  #page: DatasetPage | null = null;
  /** Least recently used first. */
  #packs: ResultPack[] = [];

  private constructor(
    readonly job: Job,
    readonly dataset: Dataset,
    readonly recipe: Recipe,
    readonly ledger: Ledger | undefined,
    readonly reader: RowReader,
    /** By number of round. */
    readonly marks: ReadonlyMap<number, RowMarks>,
  ) {}

  /** Null where the job or its table is not in this browser. */
  static async open(jobId: string): Promise<RowSource | null> {
    const job = await getJob(jobId);
    const dataset = job && (await getDataset(job.datasetId));
    if (!job || !dataset) return null;
    const held = opened.get(jobId);
    opened.delete(jobId);
    const source = held?.job.updatedAt === job.updatedAt ? held : await RowSource.#read(job, dataset);
    opened.set(jobId, source);
    if (opened.size > SOURCES_HELD) opened.delete(opened.keys().next().value!);
    return source;
  }

  static async #read(job: Job, dataset: Dataset): Promise<RowSource> {
    const { recipe } = job.revisions.at(-1)!;
    const [ledger, attempts] = await Promise.all([getLedger(job.id), listAttempts(job.id)]);
    const reader = new RowReader(dataset, recipe.question.columns);
    return new RowSource(job, dataset, recipe, ledger, reader, marksByRound(job.revisions, attempts));
  }

  async #pageFor(row: number): Promise<DatasetPage> {
    const page = this.#page;
    if (page && row >= page.firstRow && row < page.firstRow + page.rowCount) return page;
    const found = await pageOf(this.dataset.id, row);
    if (!found) throw new RangeError(`The table has no row ${row + 1}.`);
    this.#page = found;
    return found;
  }

  async #answer(k: number, ref: number): Promise<{ value: string; note: string; model: string }> {
    const held = this.#packs.findIndex((pack) => pack.k === k && ref >= pack.first && ref < pack.first + pack.values.length);
    const pack = held >= 0 ? this.#packs.splice(held, 1)[0] : await resultPackOf(this.job.id, k, ref);
    if (!pack) return { value: '', note: '', model: '' };
    this.#packs.push(pack);
    if (this.#packs.length > PACKS_HELD) this.#packs.shift();
    const at = ref - pack.first;
    return { value: pack.values[at] ?? '', note: pack.notes[at] ?? '', model: pack.models[pack.modelOf[at] ?? 0] ?? '' };
  }

  async read(row: number): Promise<JobRow> {
    const page = await this.#pageFor(row);
    const at = row - page.firstRow;
    const { ledger } = this;
    const k = (ledger?.parts[row] ?? 0) - 1;
    const ref = (ledger?.refs[row] ?? 0) - 1;
    const answer = k >= 0 && ref >= 0 ? await this.#answer(k, ref) : { value: '', note: '', model: '' };
    return {
      row,
      id: this.reader.id(page, at),
      texts: this.reader.texts(page, at),
      cells: page.columns.map((column) => column[at] ?? ''),
      state: ledger ? rowState(ledger, row) : 'waiting',
      reason: ledger ? skipReason(ledger, row) : null,
      attempt: ledger?.attempts[row] ?? 0,
      k,
      ...answer,
    };
  }
}
