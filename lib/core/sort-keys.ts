/** What a row is sorted by; null and '' stand after everything else, whichever way is sorted. */
export type SortKey = string | number | null;

/** Texts are told apart by so many characters; what is equal up to there counts as equal. */
const KEY_CHARACTERS = 100;

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** The beginning of a text, without the rest of it staying in memory: a plain slice would keep the whole. */
function beginning(text: string): string {
  return text.length > KEY_CHARACTERS ? ` ${text.slice(0, KEY_CHARACTERS)}`.slice(1) : text;
}

/** Number of each distinct key in rising order, from 1; equal numbers have the same. Index 0, no key, has 0. */
function ranksOf(keys: readonly Exclude<SortKey, null>[], numbers: ReadonlyMap<SortKey, number>): Uint32Array {
  const texts = keys.filter((key) => typeof key === 'string');
  const isNumeric = texts.every((text) => NUMBER.test(text));
  const ranks = new Uint32Array(keys.length + 1);
  const values = Float64Array.from(keys, (key) => (typeof key === 'number' || isNumeric ? Number(key) : NaN));
  const numeric = Uint32Array.from(values.keys()).filter((at) => !Number.isNaN(values[at]!));
  numeric.sort((a, b) => values[a]! - values[b]!);
  let rank = 0;
  let last = NaN;
  for (const at of numeric) {
    if (values[at] !== last) rank++;
    last = values[at]!;
    ranks[at + 1] = rank;
  }
  // Without a comparing function texts are compared by their code units, and several times faster.
  if (!isNumeric) for (const text of texts.sort()) ranks[numbers.get(text)!] = ++rank;
  return ranks;
}

/** Keys of rows, each distinct one kept once. */
export class SortKeys {
  readonly #keys: Exclude<SortKey, null>[] = [];
  readonly #numbers = new Map<SortKey, number>();
  /** By row: number of its key from 1; 0 none. */
  readonly #keyOf: Uint32Array;

  constructor(rowCount: number) {
    this.#keyOf = new Uint32Array(rowCount);
  }

  set(row: number, given: SortKey): void {
    if (given === null || given === '') return;
    const key = typeof given === 'string' ? beginning(given) : given;
    let number = this.#numbers.get(key);
    if (number === undefined) this.#numbers.set(key, (number = this.#keys.push(key)));
    this.#keyOf[row] = number;
  }

  /**
   * The rows in the order of their keys; ties and rows without a key keep the order given. Numbers come before texts; texts
   * are compared as numbers where every one of them reads as one, else by their code units, whatever the language.
   */
  sorted(rows: Uint32Array, descending: boolean): Uint32Array {
    const ranks = ranksOf(this.#keys, this.#numbers);
    const highest = ranks.reduce((most, rank) => Math.max(most, rank), 0);
    const placeOf = (row: number) => {
      const rank = ranks[this.#keyOf[row]!]!;
      if (rank === 0) return highest;
      return descending ? highest - rank : rank - 1;
    };
    const starts = new Uint32Array(highest + 2);
    for (const row of rows) starts[placeOf(row) + 1]!++;
    for (let place = 1; place < starts.length; place++) starts[place]! += starts[place - 1]!;
    const sorted = new Uint32Array(rows.length);
    for (const row of rows) sorted[starts[placeOf(row)]!++] = row;
    return sorted;
  }
}
