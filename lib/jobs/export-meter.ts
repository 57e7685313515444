/** How far an export is. */
export interface ExportProgress {
  /** From 0 to 1; a guess where files and rows are written together. */
  share: number;
  /** Written so far. */
  bytes: number;
  rowsDone: number;
  rowsTotal: number;
}

const REPORT_MS = 200;

/** What is to be written: bytes of files that are there, rows, and what those rows are guessed to come to in bytes. */
export interface ExportSize {
  fileBytes: number;
  rows: number;
  rowBytes: number;
}

/** Counts what was read and written and tells it, a few times a second. */
export class ExportMeter {
  #bytes = 0;
  #rowsDone = 0;
  /** Of the bytes, those that rows came to. */
  #rowBytes = 0;
  /** Rows that passes over them have come to, answers gathered beforehand included. */
  #passed = 0;
  #toldAt = 0;

  constructor(
    readonly size: ExportSize,
    readonly onProgress: (progress: ExportProgress) => void,
  ) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** For a pass over `rows` rows, to be told how far it is in its own units. */
  pass(rows: number): (done: number, total: number) => void {
    const before = this.#passed;
    return (done, total) => {
      this.#passed = before + (total > 0 ? (done / total) * rows : rows);
      this.#tellNowAndThen();
    };
  }

  /** Rows are on their way, as so many bytes. */
  addRows(rows: number, bytes: number): void {
    this.#rowsDone += rows;
    this.#rowBytes += bytes;
  }

  /** Bytes that have arrived, of rows or files. */
  addBytes(bytes: number): void {
    this.#bytes += bytes;
    this.#tellNowAndThen();
  }

  #tellNowAndThen(): void {
    if (Date.now() - this.#toldAt >= REPORT_MS) this.tell();
  }

  tell(): void {
    this.#toldAt = Date.now();
    this.onProgress({ share: this.#share(), bytes: this.#bytes, rowsDone: this.#rowsDone, rowsTotal: this.size.rows });
  }

  #share(): number {
    const { fileBytes, rows, rowBytes } = this.size;
    const total = fileBytes + rowBytes;
    if (total === 0) return 1;
    const files = Math.min(fileBytes, Math.max(0, this.#bytes - this.#rowBytes));
    const ofRows = rows > 0 ? (rowBytes * this.#passed) / rows : 0;
    return Math.min(1, (files + ofRows) / total);
  }
}
