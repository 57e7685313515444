import { dropPages, putPages } from '#lib/storage/datasets';
import { packPage, type PageRecord } from '#lib/storage/page-record';
import type { PageSink, TablePage } from '#lib/table/table-page';
import { SlabFile, type WholeFile } from './slab-file.ts';
import type { SlabFiles } from './slab-files.ts';

/** A transaction is on the disk before the next begins: many pages share the wait. */
const PAGES_AT_ONCE = 64;

/** Whether a record holds texts itself. Those that only say where texts lie are some hundred bytes. */
const isLarge = ({ columns }: PageRecord) => columns.some(Array.isArray);

/**
 * Writes a dataset's pages into one file, and their records into the database, while reading goes on. The dataset's id may come late, as
 * the file's digest does: until then records gather.
 */
export class PageStore implements PageSink {
  readonly #datasetId: Promise<string>;
  readonly #files: SlabFiles | null;
  #file: SlabFile;
  #gathered: PageRecord[] = [];
  #storing: Promise<void> = Promise.resolve();
  #isKnown = false;
  /** The dataset pages have been stored under. */
  #storedAs: string | null = null;

  /** Nothing is stored where `datasetId` rejects: whatever waits for it rejects too. */
  constructor(datasetId: Promise<string>, files: SlabFiles | null) {
    this.#datasetId = datasetId;
    this.#files = files;
    this.#file = new SlabFile(files);
    datasetId.then(
      () => (this.#isKnown = true),
      () => {},
    );
  }

  /** Rejects where pages written before could not be stored. */
  async write(page: TablePage): Promise<void> {
    const { record, pieces } = packPage({ ...page, datasetId: '' }, this.#file.bytes);
    for (const piece of pieces) this.#file.write(piece);
    this.#gathered.push(record);
    await this.#file.settled();
    if (this.#gathered.length >= PAGES_AT_ONCE && (this.#isKnown || isLarge(record))) await this.#store();
  }

  async #store(): Promise<void> {
    await this.#storing;
    const datasetId = await this.#datasetId;
    const records = this.#gathered;
    this.#gathered = [];
    if (records.length === 0) return;
    this.#storedAs = datasetId;
    this.#storing = putPages(records.map((record) => ({ ...record, datasetId })));
    this.#storing.catch(() => {});
  }

  async restart(): Promise<void> {
    await this.drop();
    this.#storing = Promise.resolve();
    this.#file = new SlabFile(this.#files);
  }

  /** Stores what has gathered; the file of the pages, once everything is stored. */
  async end(): Promise<WholeFile> {
    await this.#store();
    await this.#storing;
    return this.#file.whole();
  }

  /** Removes what was written, once nothing is being stored any more, whatever became of it. */
  async drop(): Promise<void> {
    this.#gathered = [];
    await Promise.allSettled([this.#storing]);
    await this.#file.drop();
    if (this.#storedAs !== null) await dropPages(this.#storedAs);
  }
}
