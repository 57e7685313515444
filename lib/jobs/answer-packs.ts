import type { ResultPack } from '#lib/core/job';
import { getResultPack, packStarts } from '#lib/storage/ledgers';
import { Held } from './held.ts';

/** What a row's answer brought, as it is kept. */
export interface Answer {
  /** JSON text; '' none. */
  value: string;
  note: string;
  /** The model that answered, by the response's own word; '' none. */
  model: string;
}

export const NO_ANSWER: Answer = { value: '', note: '', model: '' };

/** Packs kept at hand: rows in source order find their answers scattered over many. */
const PACKS_HELD = 150;
const PARTS_HELD = 500;

/** Place of the last number in a rising list that is not above `value`; -1 where all are. */
export function lastUpTo(rising: ArrayLike<number>, value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Answer `index` of a pack. */
export function answerAt(pack: ResultPack, index: number): Answer {
  return {
    value: pack.values[index] ?? '',
    note: pack.notes[index] ?? '',
    model: pack.models[pack.modelOf[index] ?? 0] ?? '',
  };
}

/** Finds answers of a job's parts by their numbers, many at a time, and keeps the packs they stand in for a while. */
export class AnswerPacks {
  readonly #jobId: string;
  readonly #starts = new Held<number[]>(PARTS_HELD);
  readonly #packs = new Held<ResultPack | undefined>(PACKS_HELD);

  constructor(jobId: string) {
    this.#jobId = jobId;
  }

  /** Answer `at` (from 0) of part `k`. `version`: of the part; packs of another version are read anew. */
  async read(k: number, at: number, version: string): Promise<Answer> {
    const starts = await this.#starts.get(`${k} ${version}`, () => packStarts(this.#jobId, k));
    const first = starts[lastUpTo(starts, at)];
    if (first === undefined) return NO_ANSWER;
    const pack = await this.#packs.get(`${k} ${first} ${version}`, () => getResultPack(this.#jobId, k, first));
    return pack ? answerAt(pack, at - first) : NO_ANSWER;
  }
}
