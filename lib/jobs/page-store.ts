import type { StoredPages } from '#lib/storage/datasets';
import { packPage, type PageRecord } from '#lib/storage/page-record';
import type { TablePage } from '#lib/table/table-page';
import { SlabFile } from './slab-file.ts';
import type { SlabFiles } from './files-work.ts';

/**
 * Writes a table's pages into one file while reading goes on. Their records gather: they only say where texts lie, some hundred bytes for
 * 2,000 rows, since decoded text has no lone surrogates that would have to stand in a record itself.
 */
export class PageStore {
  readonly #files: SlabFiles | null;
  #file: SlabFile;
  #records: PageRecord[] = [];

  constructor(files: SlabFiles | null) {
    this.#files = files;
    this.#file = new SlabFile(files);
  }

  /** Rejects where pages written before could not be stored. */
  async write(page: TablePage): Promise<void> {
    const { record, pieces } = packPage({ ...page, datasetId: '' }, this.#file.bytes);
    for (const piece of pieces) this.#file.write(piece);
    this.#records.push(record);
    await this.#file.settled();
  }

  async restart(): Promise<void> {
    await this.drop();
    this.#file = new SlabFile(this.#files);
  }

  /** All pages, once their file is whole. */
  async end(): Promise<StoredPages> {
    return { ...(await this.#file.whole()), records: this.#records };
  }

  /** Lets go of what was written. */
  async drop(): Promise<void> {
    this.#records = [];
    await this.#file.drop();
  }
}
