import { dropPages, putPages } from '#lib/storage/datasets';
import { packPage, type PageRecord } from '#lib/storage/page-record';
import type { PageSink, TablePage } from '#lib/table/table-page';
import { SlabFile, type WholeFile } from './slab-file.ts';
import type { SlabFiles } from './slab-files.ts';

/** A transaction is on the disk before the next begins: many pages share the wait. */
const PAGES_AT_ONCE = 64;

/** Writes a dataset's pages into one file, and their records into the database, while reading goes on. */
export class PageStore implements PageSink {
  readonly #datasetId: string;
  readonly #files: SlabFiles | null;
  #file: SlabFile;
  #gathered: PageRecord[] = [];
  #storing: Promise<void> = Promise.resolve();

  constructor(datasetId: string, files: SlabFiles | null) {
    this.#datasetId = datasetId;
    this.#files = files;
    this.#file = new SlabFile(files);
  }

  /** Rejects where pages written before could not be stored. */
  async write(page: TablePage): Promise<void> {
    const { record, pieces } = packPage({ ...page, datasetId: this.#datasetId }, this.#file.bytes);
    for (const piece of pieces) this.#file.write(piece);
    this.#gathered.push(record);
    await this.#file.settled();
    if (this.#gathered.length === PAGES_AT_ONCE) await this.#store();
  }

  async #store(): Promise<void> {
    await this.#storing;
    const records = this.#gathered;
    this.#gathered = [];
    if (records.length === 0) return;
    this.#storing = putPages(records);
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
    await dropPages(this.#datasetId);
  }
}
