import { packColumn } from '#lib/core/column';
import type { StoredPage } from '#lib/core/dataset';
import { dropPages, putPages } from '#lib/storage/datasets';
import type { PageSink, TablePage } from '#lib/table/table-page';

/** A transaction is on the disk before the next begins: several pages share the wait. */
const PAGES_AT_ONCE = 4;

/** Stores a dataset's pages while reading goes on: those of one transaction at a time, and as many gathering for the next. */
export class PageStore implements PageSink {
  readonly #datasetId: string;
  #gathered: StoredPage[] = [];
  #storing: Promise<void> = Promise.resolve();

  constructor(datasetId: string) {
    this.#datasetId = datasetId;
  }

  /** Rejects where storing pages written before has failed. */
  async write(page: TablePage): Promise<void> {
    this.#gathered.push({ ...page, columns: page.columns.map(packColumn), datasetId: this.#datasetId });
    if (this.#gathered.length === PAGES_AT_ONCE) await this.#store();
  }

  async #store(): Promise<void> {
    await this.#storing;
    const pages = this.#gathered;
    this.#gathered = [];
    if (pages.length === 0) return;
    this.#storing = putPages(pages);
    this.#storing.catch(() => {});
  }

  async restart(): Promise<void> {
    this.#gathered = [];
    await this.settled();
    this.#storing = Promise.resolve();
    await dropPages(this.#datasetId);
  }

  /** Stores what has gathered; resolves once everything is stored. */
  async end(): Promise<void> {
    await this.#store();
    await this.#storing;
  }

  /** Resolves once nothing is being stored any more, whatever became of it. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#storing]);
  }
}
