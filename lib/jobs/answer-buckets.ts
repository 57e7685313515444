import type { Answer } from './answer-packs.ts';

/** Consecutive rows whose answers are kept together. */
export const BUCKET_ROWS = 5000;

/** About so many characters of answers are held in memory; then all of them go into Blobs. */
const HELD_CHARACTERS = 32_000_000;

interface Bucket {
  lines: string[];
  spilled: Blob[];
}

/**
 * Answers given in any order, taken back bucket by bucket of rows. An answer is a line of four fields with tabs between;
 * JSON text has neither tabs nor line ends in it.
 */
export class AnswerBuckets {
  readonly #buckets = new Map<number, Bucket>();
  readonly #models: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #heldCharacters: number;
  #characters = 0;

  constructor(heldCharacters = HELD_CHARACTERS) {
    this.#heldCharacters = heldCharacters;
  }

  add(row: number, { value, note, model }: Answer): void {
    const line = `${row % BUCKET_ROWS}\t${this.#modelNumber(model)}\t${note === '' ? '' : JSON.stringify(note)}\t${value}`;
    this.#bucket(Math.floor(row / BUCKET_ROWS)).lines.push(line);
    this.#characters += line.length;
    if (this.#characters > this.#heldCharacters) this.#spill();
  }

  /** The answers of a bucket, by place of the row in it; the bucket is empty afterwards. */
  async take(bucket: number): Promise<(Answer | undefined)[]> {
    const answers: (Answer | undefined)[] = [];
    const found = this.#buckets.get(bucket);
    if (!found) return answers;
    this.#buckets.delete(bucket);
    const lines = found.spilled.length > 0 ? (await new Blob(found.spilled).text()).split('\n') : [];
    for (const line of [...lines, ...found.lines]) if (line !== '') this.#read(line, answers);
    return answers;
  }

  #bucket(number: number): Bucket {
    let bucket = this.#buckets.get(number);
    if (!bucket) this.#buckets.set(number, (bucket = { lines: [], spilled: [] }));
    return bucket;
  }

  #modelNumber(model: string): number {
    let number = this.#numbers.get(model);
    if (number === undefined) this.#numbers.set(model, (number = this.#models.push(model) - 1));
    return number;
  }

  #read(line: string, answers: (Answer | undefined)[]): void {
    const toModel = line.indexOf('\t');
    const toNote = line.indexOf('\t', toModel + 1);
    const toValue = line.indexOf('\t', toNote + 1);
    const note = line.slice(toNote + 1, toValue);
    answers[Number(line.slice(0, toModel))] = {
      value: line.slice(toValue + 1),
      note: note === '' ? '' : (JSON.parse(note) as string),
      model: this.#models[Number(line.slice(toModel + 1, toNote))]!,
    };
  }

  #spill(): void {
    for (const bucket of this.#buckets.values()) {
      if (bucket.lines.length === 0) continue;
      bucket.spilled.push(new Blob([bucket.lines.join('\n'), '\n']));
      bucket.lines = [];
    }
    this.#characters = 0;
  }
}
