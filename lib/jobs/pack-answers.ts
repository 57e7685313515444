import type { Part, ResultPack } from '#lib/core/job';
import type { Answer } from './answer-packs.ts';

/** Few enough that rows scattered over many packs are still read quickly. */
const PACK_ROWS = 250;
const MOST_MODELS = 255;

/** Packs answers in the order given; the first is answer `first` (from 0) of the part. */
export class AnswerPacker {
  readonly #part: Pick<Part, 'jobId' | 'k'>;
  readonly #packs: ResultPack[] = [];
  readonly #models: string[] = [''];
  #first: number;
  #values: string[] = [];
  #notes: string[] = [];
  #modelOf: number[] = [];

  constructor(part: Pick<Part, 'jobId' | 'k'>, first: number) {
    this.#part = part;
    this.#first = first;
  }

  add({ value, note, model }: Answer): void {
    this.#values.push(value);
    this.#notes.push(note);
    this.#modelOf.push(this.#modelNumber(model));
    if (this.#values.length === PACK_ROWS) this.#close();
  }

  /** All packs; nothing is to be added afterwards. */
  finish(): ResultPack[] {
    if (this.#values.length > 0) this.#close();
    return this.#packs;
  }

  /** A batch is answered by one model, or a few versions of it; past 255 names the last stands for the rest. */
  #modelNumber(model: string): number {
    const known = this.#models.indexOf(model);
    if (known >= 0) return known;
    return this.#models.length > MOST_MODELS ? MOST_MODELS : this.#models.push(model) - 1;
  }

  #close(): void {
    this.#packs.push({
      jobId: this.#part.jobId,
      k: this.#part.k,
      first: this.#first,
      values: this.#values,
      notes: this.#notes,
      models: [...this.#models],
      modelOf: Uint8Array.from(this.#modelOf),
    });
    this.#first += this.#values.length;
    this.#values = [];
    this.#notes = [];
    this.#modelOf = [];
  }
}
