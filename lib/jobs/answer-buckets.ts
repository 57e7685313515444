import { cellLength, cellStart, cellText, type StoredColumn } from '#lib/core/column';
import { GrowingBytes } from '#lib/core/growing-bytes';
import type { ResultPack } from '#lib/core/job';
import { Numbers } from '#lib/core/numbers';
import type { Answer } from './answer-packs.ts';

/** Consecutive rows whose answers are kept together. */
export const BUCKET_ROWS = 5000;

/** About so many bytes of answers are held in memory; then all of them go into Blobs. */
const HELD_BYTES = 32_000_000;

/** Numbers kept for each answer: place of its row, number of its model, UTF-16 units of its value and of its note as JSON. */
const ENTRY = 4;

interface Bucket {
  entries: Numbers;
  /** Where bytes of it stand among those held: from, to, from, to … */
  ranges: number[];
  spilled: Blob[];
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Answers given in any order, taken back bucket by bucket of rows. Until then they are bytes, as they are stored. */
export class AnswerBuckets {
  readonly #buckets = new Map<number, Bucket>();
  readonly #models: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #heldBytes: number;
  readonly #held = new GrowingBytes();
  readonly #gathered = new GrowingBytes();

  constructor(heldBytes = HELD_BYTES) {
    this.#heldBytes = heldBytes;
  }

  /** Takes answer `index` of a pack, which is that of a row. */
  add(row: number, { values, notes, models, modelOf }: ResultPack<StoredColumn>, index: number): void {
    const bucket = this.#bucket(Math.floor(row / BUCKET_ROWS));
    const from = this.#held.length;
    bucket.entries.push(row % BUCKET_ROWS);
    bucket.entries.push(this.#modelNumber(models[modelOf[index] ?? 0] ?? ''));
    bucket.entries.push(this.#value(values, index));
    bucket.entries.push(cellLength(notes, index) === 0 ? 0 : this.#note(cellText(notes, index)));
    if (bucket.ranges.at(-1) === from) bucket.ranges[bucket.ranges.length - 1] = this.#held.length;
    else bucket.ranges.push(from, this.#held.length);
    if (this.#held.length > this.#heldBytes) this.#spill();
  }

  /** The answers of a bucket, by place of the row in it; the bucket is empty afterwards. */
  async take(bucket: number): Promise<(Answer | undefined)[]> {
    const found = this.#buckets.get(bucket);
    if (!found) return [];
    this.#buckets.delete(bucket);
    const last = decoder.decode(this.#gather(found));
    const text = found.spilled.length > 0 ? decoder.decode(await new Blob(found.spilled).arrayBuffer()) + last : last;
    return this.#read(found.entries.view(), text);
  }

  #bucket(number: number): Bucket {
    let bucket = this.#buckets.get(number);
    if (!bucket) this.#buckets.set(number, (bucket = { entries: new Numbers(), ranges: [], spilled: [] }));
    return bucket;
  }

  #modelNumber(model: string): number {
    let number = this.#numbers.get(model);
    if (number === undefined) this.#numbers.set(model, (number = this.#models.push(model) - 1));
    return number;
  }

  #value(values: StoredColumn, index: number): number {
    if (Array.isArray(values)) this.#held.addText(values[index] ?? '');
    else this.#held.add(values.bytes, cellStart(values, index), values.ends[index]);
    return cellLength(values, index);
  }

  /** As JSON, which UTF-8 can say whatever stands in it. */
  #note(note: string): number {
    const json = JSON.stringify(note);
    this.#held.addText(json);
    return json.length;
  }

  #read(entries: Uint32Array, text: string): (Answer | undefined)[] {
    const taken: (Answer | undefined)[] = [];
    let at = 0;
    const next = (units: number) => text.slice(at, (at += units));
    for (let entry = 0; entry < entries.length; entry += ENTRY) {
      const value = next(entries[entry + 2]!);
      const note = next(entries[entry + 3]!);
      taken[entries[entry]!] = { value, note: note === '' ? '' : (JSON.parse(note) as string), model: this.#models[entries[entry + 1]!]! };
    }
    return taken;
  }

  /** Bytes of a bucket that are held, in memory that is used again. */
  #gather({ ranges }: Bucket): Uint8Array<ArrayBuffer> {
    const out = this.#gathered;
    out.clear();
    for (let at = 0; at < ranges.length; at += 2) out.add(this.#held.bytes, ranges[at], ranges[at + 1]);
    return out.bytes.subarray(0, out.length);
  }

  #spill(): void {
    for (const bucket of this.#buckets.values()) {
      if (bucket.ranges.length === 0) continue;
      bucket.spilled.push(new Blob([this.#gather(bucket)]));
      bucket.ranges = [];
    }
    this.#held.clear();
  }
}
