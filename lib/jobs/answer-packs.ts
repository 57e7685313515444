import { cellCount, cellText, type StoredColumn } from '#lib/core/column';
import type { ResultPack } from '#lib/core/job';
import { getStoredPack, packsOf, type PackPlace } from '#lib/storage/ledgers';
import { Held } from './held.ts';
import { inTurn } from './in-turn.ts';

/** What a row's answer brought, as it is kept. */
export interface Answer {
  /** JSON text; '' none. */
  value: string;
  note: string;
  /** The model that answered, by the response's own word; '' none. */
  model: string;
}

export const NO_ANSWER: Answer = { value: '', note: '', model: '' };

/** Stands for an answer that was stored and is not there any more. */
export const LOST_ANSWER: Answer = {
  value: '',
  note: 'The answer can no longer be read in this browser. The response it came in may still be among the job’s files.',
  model: '',
};

/** Packs kept at hand for the next rows nearby. */
const PACKS_HELD = 32;
/** Packs read side by side: rows scattered over the table need as many packs, which need not all be held at once. */
const PACKS_AT_ONCE = 16;
const PARTS_HELD = 500;

/** An answer that is looked for. */
export interface AnswerPlace {
  k: number;
  /** Number of the answer in the part, from 0. */
  at: number;
  /** Of the part; packs of another version are read anew. */
  version: string;
}

interface WantedPack {
  key: string;
  place: PackPlace;
  /** Which of the places asked for stand in it. */
  places: number[];
}

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
function answerAt({ values, notes, models, modelOf }: ResultPack<StoredColumn>, index: number): Answer {
  if (index >= cellCount(values)) return LOST_ANSWER;
  return { value: cellText(values, index), note: cellText(notes, index), model: models[modelOf[index] ?? 0] ?? '' };
}

/** Finds answers of a job's parts by their numbers, many at a time, and keeps the packs they stand in for a while. */
export class AnswerPacks {
  readonly #jobId: string;
  readonly #parts = new Held<{ packs: PackPlace[]; starts: number[] }>(PARTS_HELD);
  readonly #packs = new Held<ResultPack<StoredColumn> | undefined>(PACKS_HELD);

  constructor(jobId: string) {
    this.#jobId = jobId;
  }

  /** The answers at these places, in that order; null stands for a row without one. */
  async readAll(places: readonly (AnswerPlace | null)[]): Promise<Answer[]> {
    const answers = places.map((wanted) => (wanted ? LOST_ANSWER : NO_ANSWER));
    const packs = new Map<string, WantedPack>();
    for (const [place, wanted] of places.entries()) {
      if (!wanted) continue;
      const { k, at, version } = wanted;
      const part = await this.#parts.get(`${k} ${version}`, () => this.#partOf(k));
      const found = part.packs[lastUpTo(part.starts, at)];
      if (found === undefined) continue;
      const key = `${k} ${found.first} ${version}`;
      const pack = packs.get(key) ?? { key, place: found, places: [] };
      pack.places.push(place);
      packs.set(key, pack);
    }
    const fetch = async ({ key, place, places: wanted }: WantedPack) => ({
      pack: await this.#packs.get(key, () => getStoredPack(place)),
      wanted,
    });
    for await (const { pack, wanted } of inTurn([...packs.values()], PACKS_AT_ONCE, fetch)) {
      if (pack) for (const place of wanted) answers[place] = answerAt(pack, places[place]!.at - pack.first);
    }
    return answers;
  }

  async #partOf(k: number): Promise<{ packs: PackPlace[]; starts: number[] }> {
    const packs = await packsOf(this.#jobId, k);
    return { packs, starts: packs.map(({ first }) => first) };
  }
}
