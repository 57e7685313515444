/** Characters that stand otherwise in JSON text than on screen, or between the items of a list shown. */
const CHANGED = /["\\,\s\p{C}]/u;

/** Looks for a text whatever its case. */
export class RowSearch {
  readonly #needle: string;
  readonly #piece: string;

  /** `needle` as typed; spaces around it do not count. */
  constructor(needle: string) {
    this.#needle = needle.trim().toLowerCase();
    this.#piece = this.#needle.split(CHANGED).reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');
  }

  get isEmpty(): boolean {
    return this.#needle === '';
  }

  isIn(text: string): boolean {
    return text.toLowerCase().includes(this.#needle);
  }

  /** False where no field of an answer can show the needle; judged by the JSON text alone, which need not be parsed then. */
  mayBeIn(valueJson: string): boolean {
    return valueJson.toLowerCase().includes(this.#piece);
  }
}
