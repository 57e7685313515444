import { GrowingBytes } from '#lib/core/growing-bytes';
import type { Answer } from './answer-packs.ts';

/** Consecutive rows whose answers are kept together. */
export const BUCKET_ROWS = 5000;

/** About so many characters of answers are held in memory; then all of them go into Blobs. */
const HELD_CHARACTERS = 32_000_000;

/** What an answer takes besides its texts, as characters. */
const FRAME_CHARACTERS = 50;

/** Answers held: those of place `n` in each list belong together. */
interface Bucket {
  places: number[];
  answers: Answer[];
  spilled: Blob[];
}

const emptyBucket = (): Bucket => ({ places: [], answers: [], spilled: [] });

/**
 * Answers given in any order, taken back bucket by bucket of rows. A spilled answer is a line of four fields with tabs between;
 * JSON text has neither tabs nor line ends in it.
 */
export class AnswerBuckets {
  readonly #buckets = new Map<number, Bucket>();
  readonly #models: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #heldCharacters: number;
  readonly #out = new GrowingBytes();
  #characters = 0;

  constructor(heldCharacters = HELD_CHARACTERS) {
    this.#heldCharacters = heldCharacters;
  }

  add(row: number, answer: Answer): void {
    const { places, answers } = this.#bucket(Math.floor(row / BUCKET_ROWS));
    places.push(row % BUCKET_ROWS);
    answers.push(answer);
    this.#characters += answer.value.length + answer.note.length + FRAME_CHARACTERS;
    if (this.#characters > this.#heldCharacters) this.#spill();
  }

  /** The answers of a bucket, by place of the row in it; the bucket is empty afterwards. */
  async take(bucket: number): Promise<(Answer | undefined)[]> {
    const taken: (Answer | undefined)[] = [];
    const found = this.#buckets.get(bucket);
    if (!found) return taken;
    this.#buckets.delete(bucket);
    const lines = found.spilled.length > 0 ? (await new Blob(found.spilled).text()).split('\n') : [];
    for (const line of lines) if (line !== '') this.#read(line, taken);
    for (const [n, place] of found.places.entries()) taken[place] = found.answers[n];
    return taken;
  }

  #bucket(number: number): Bucket {
    let bucket = this.#buckets.get(number);
    if (!bucket) this.#buckets.set(number, (bucket = emptyBucket()));
    return bucket;
  }

  #modelNumber(model: string): number {
    let number = this.#numbers.get(model);
    if (number === undefined) this.#numbers.set(model, (number = this.#models.push(model) - 1));
    return number;
  }

  #read(line: string, into: (Answer | undefined)[]): void {
    const toModel = line.indexOf('\t');
    const toNote = line.indexOf('\t', toModel + 1);
    const toValue = line.indexOf('\t', toNote + 1);
    const note = line.slice(toNote + 1, toValue);
    into[Number(line.slice(0, toModel))] = {
      value: line.slice(toValue + 1),
      note: note === '' ? '' : (JSON.parse(note) as string),
      model: this.#models[Number(line.slice(toModel + 1, toNote))]!,
    };
  }

  #write(place: number, { value, note, model }: Answer): void {
    this.#out.addText(`${place}\t${this.#modelNumber(model)}\t${note === '' ? '' : JSON.stringify(note)}\t`);
    this.#out.addText(value);
    this.#out.addText('\n');
  }

  #spill(): void {
    for (const [number, { places, answers, spilled }] of this.#buckets) {
      if (places.length === 0) continue;
      for (const [n, place] of places.entries()) this.#write(place, answers[n]!);
      const blob = new Blob([this.#out.bytes.subarray(0, this.#out.length)]);
      this.#out.clear();
      this.#buckets.set(number, { ...emptyBucket(), spilled: [...spilled, blob] });
    }
    this.#characters = 0;
  }
}
