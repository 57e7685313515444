import { cellText } from '#lib/core/column';
import type { Dataset, StoredPage } from '#lib/core/dataset';
import { isJsonObject, type Json } from '#lib/core/json';
import type { Attempt, Job, Ledger, Part } from '#lib/core/job';
import { rowState, skipReason } from '#lib/core/ledger';
import { LostDataError } from '#lib/core/lost-data';
import type { Recipe } from '#lib/core/recipe';
import { marksByRound, type RowMarks } from '#lib/core/row-marks';
import { stateCode, type RowState, type SkipReason } from '#lib/core/row-state';
import { getDataset, getStoredPage, pageStarts } from '#lib/storage/datasets';
import { getJob, listAttempts, listParts } from '#lib/storage/jobs';
import { getLedger } from '#lib/storage/ledgers';
import { AnswerPacks, lastUpTo, type Answer, type AnswerPlace } from './answer-packs.ts';
import { EarlyAnswers, type EarlyAnswer } from './early-answers.ts';
import { Held } from './held.ts';
import { inTurn } from './in-turn.ts';
import { PartIndexes } from './part-indexes.ts';
import { RowReader } from './selection.ts';

/** What became of one row of a job: its state, its answer. */
export interface RowFacts {
  row: number;
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

/** The same, and what stands in the table. */
export interface JobRow extends RowFacts {
  id: string;
  texts: string[];
  cells: string[];
}

/** How a field of an answer is exported: text as it is, everything else as JSON; null as nothing. */
export function fieldText(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const isPlain = (value: Json) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** How a field is shown: as exported, but a list of plain values as one reads it, "comfort, price". */
export function shownText(value: Json | undefined): string {
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

/** Pages of the table kept at hand. */
const PAGES_HELD = 24;

/** A job and the one looked at beside it. */
const SOURCES_HELD = 2;

/** By job, least recently used first. */
const opened = new Map<string, RowSource>();

/** Whether two records of a table name the same pages: a table that had lost some has others since. */
const areSamePages = (one: Dataset, other: Dataset) => one.id === other.id && one.pagesKey === other.pagesKey;

/** What stays at hand when a job is opened anew because something of it changed. */
class Holdings {
  readonly pages = new Held<StoredPage | undefined>(PAGES_HELD);
  readonly packs: AnswerPacks;
  readonly indexes: PartIndexes;
  readonly early: EarlyAnswers;
  readonly starts: Promise<number[]>;

  constructor(jobId: string, datasetId: string) {
    this.packs = new AnswerPacks(jobId);
    this.indexes = new PartIndexes(jobId);
    this.early = new EarlyAnswers(this.indexes);
    this.starts = pageStarts(datasetId);
  }
}

/** Reads rows of a job by number, many at a time. Holds a few pages and packs of answers; no more. */
export class RowSource {
  readonly #parts: ReadonlyMap<number, Part>;

  private constructor(
    readonly job: Job,
    readonly dataset: Dataset,
    readonly recipe: Recipe,
    readonly ledger: Ledger | undefined,
    readonly reader: RowReader,
    /** By number of round. */
    readonly marks: ReadonlyMap<number, RowMarks>,
    readonly attempts: readonly Attempt[],
    parts: readonly Part[],
    readonly holdings: Holdings,
  ) {
    this.#parts = new Map(parts.map((part) => [part.k, part]));
  }

  /** Null where the job or its table is not in this browser. */
  static async open(jobId: string): Promise<RowSource | null> {
    const before = opened.get(jobId)?.dataset.id;
    const [job, likely] = await Promise.all([getJob(jobId), before === undefined ? undefined : getDataset(before)]);
    const dataset = job && (likely?.id === job.datasetId ? likely : await getDataset(job.datasetId));
    if (!job || !dataset) return null;
    const held = opened.get(jobId);
    opened.delete(jobId);
    const isSame = held?.job.updatedAt === job.updatedAt && areSamePages(held.dataset, dataset);
    const source = isSame ? held : await RowSource.#read(job, dataset, held);
    opened.set(jobId, source);
    if (opened.size > SOURCES_HELD) opened.delete(opened.keys().next().value!);
    return source;
  }

  static async #read(job: Job, dataset: Dataset, before: RowSource | undefined): Promise<RowSource> {
    const { recipe } = job.revisions.at(-1)!;
    const [ledger, attempts, parts] = await Promise.all([getLedger(job.id), listAttempts(job.id), listParts(job.id)]);
    const reader = new RowReader(dataset, recipe.question.columns);
    const holdings = before && areSamePages(before.dataset, dataset) ? before.holdings : new Holdings(job.id, dataset.id);
    return new RowSource(job, dataset, recipe, ledger, reader, marksByRound(job.revisions, attempts), attempts, parts, holdings);
  }

  /** The pages these rows stand on, by their first row, with the places of the rows among those given. */
  async #pagesOf(rows: readonly number[]): Promise<Map<number, number[]>> {
    const rising = await this.holdings.starts;
    const pages = new Map<number, number[]>();
    for (const [place, row] of rows.entries()) {
      const first = rising[lastUpTo(rising, row)];
      if (row >= this.dataset.rowCount) throw new RangeError(`The table has no row ${row + 1}.`);
      if (first === undefined) throw new LostDataError(`Row ${row + 1} and those after it`);
      const places = pages.get(first);
      if (places) places.push(place);
      else pages.set(first, [place]);
    }
    return pages;
  }

  async #page(first: number): Promise<StoredPage> {
    const page = await this.holdings.pages.get(String(first), () => getStoredPage(this.dataset, first));
    if (!page) throw new LostDataError(`Row ${first + 1} and those after it`);
    return page;
  }

  #partOf(row: number): number {
    return (this.ledger?.parts[row] ?? 0) - 1;
  }

  #answerPlace(row: number): AnswerPlace | null {
    const k = this.#partOf(row);
    const ref = (this.ledger?.refs[row] ?? 0) - 1;
    if (k < 0 || ref < 0) return null;
    // Packs of a part that is still being read may yet be written anew.
    return { k, at: ref, version: String(this.#parts.get(k)?.collectedAt ?? `until ${this.job.updatedAt}`) };
  }

  /** Answers of rows that count as sent, where their responses are here already. */
  #early(rows: readonly number[]): Promise<Map<number, EarlyAnswer>> {
    const { ledger, job, attempts, holdings } = this;
    const sent = stateCode('sent');
    const underWay = rows.filter((row) => ledger?.states[row] === sent);
    if (underWay.length === 0) return Promise.resolve(new Map());
    return holdings.early.read(underWay, (row) => this.#parts.get(this.#partOf(row)), job, attempts);
  }

  async read(row: number): Promise<JobRow> {
    return (await this.readAll([row]))[0]!;
  }

  /** Rows by their numbers, in the order given; what they need is fetched side by side. */
  async readAll(rows: readonly number[]): Promise<JobRow[]> {
    const answering = Promise.all([this.holdings.packs.readAll(rows.map((row) => this.#answerPlace(row))), this.#early(rows)]);
    // Should they fail, that is met below, beside the first page.
    answering.catch(() => {});
    const pages = await this.#pagesOf(rows);
    const found: JobRow[] = [];
    const fetch = async ([first, places]: [number, number[]]) => ({ page: await this.#page(first), places });
    // Rows of a sorted view stand on as many pages: a few at a time, so that no more are held.
    for await (const { page, places } of inTurn([...pages], PAGES_HELD, fetch)) {
      const [answers, early] = await answering;
      for (const place of places) {
        const row = rows[place]!;
        if (row >= page.firstRow + page.rowCount) throw new LostDataError(`Row ${row + 1}`);
        found[place] = this.#rowOf(page, row - page.firstRow, early.get(row) ?? answers[place]!);
      }
    }
    return found;
  }

  /** What became of a row, put together with its answer. */
  factsOf(row: number, answer: Answer | EarlyAnswer): RowFacts {
    const { ledger } = this;
    return {
      row,
      state: ledger ? rowState(ledger, row) : 'waiting',
      reason: ledger ? skipReason(ledger, row) : null,
      attempt: ledger?.attempts[row] ?? 0,
      k: this.#partOf(row),
      ...answer,
    };
  }

  #rowOf(page: StoredPage, at: number, answer: Answer | EarlyAnswer): JobRow {
    return {
      ...this.factsOf(page.firstRow + at, answer),
      id: this.reader.id(page, at),
      texts: this.reader.texts(page, at),
      cells: page.columns.map((column) => cellText(column, at)),
    };
  }
}
