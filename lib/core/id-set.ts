import { cellStart, cellText, type StoredColumn } from './column.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { Numbers } from './numbers.ts';

const encoder = new TextEncoder();
const FNV_PRIME = 0x01000193;

/**
 * Texts met so far, compared byte by byte. They stand one after another in one buffer and are found by a hash table of their numbers:
 * a fraction of the memory and time of a `Set` of a million strings.
 */
export class IdSet {
  readonly #bytes = new GrowingBytes();
  readonly #ends = new Numbers();
  /** Number of a text + 1, at its hash or the first free place after it; 0: free. At most half full. */
  #places: Uint32Array;
  readonly #hashes = new Numbers();
  /** Nobody who writes a table can know it, and so make all its ids meet in one place. */
  readonly #seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
  /** What UTF-8 cannot say. */
  readonly #broken = new Set<string>();

  /** `expected`: about how many texts will come; finding places anew as they do costs as much again as the rest. */
  constructor(expected = 0) {
    this.#places = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(1024, 2 * expected + 2))));
  }

  has(text: string): boolean {
    if (!text.isWellFormed()) return this.#broken.has(text);
    const bytes = encoder.encode(text);
    return this.#places[this.#find(bytes, 0, bytes.length, this.#hash(bytes, 0, bytes.length))] !== 0;
  }

  /** Takes a text in; false where it was there. */
  add(text: string): boolean {
    if (!text.isWellFormed()) return this.#broken.size < this.#broken.add(text).size;
    const bytes = encoder.encode(text);
    return this.#add(bytes, 0, bytes.length);
  }

  /** The same for a cell. */
  addCell(column: StoredColumn, at: number): boolean {
    if (Array.isArray(column)) return this.add(cellText(column, at));
    return this.#add(column.bytes, cellStart(column, at), column.ends[at]!);
  }

  #add(bytes: Uint8Array, from: number, to: number): boolean {
    const hash = this.#hash(bytes, from, to);
    const place = this.#find(bytes, from, to, hash);
    if (this.#places[place] !== 0) return false;
    this.#bytes.add(bytes, from, to);
    this.#ends.push(this.#bytes.length);
    this.#hashes.push(hash);
    this.#places[place] = this.#ends.length;
    if (this.#ends.length * 2 > this.#places.length) this.#grow();
    return true;
  }

  /** FNV-1a, and a last stir, since its low bits alone say where to look. */
  #hash(bytes: Uint8Array, from: number, to: number): number {
    let hash = this.#seed;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, FNV_PRIME);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) >>> 0;
  }

  /** Place of these bytes, or the free one they would take. */
  #find(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const places = this.#places;
    const last = places.length - 1;
    for (let place = hash & last; ; place = (place + 1) & last) {
      const number = places[place]!;
      if (number === 0 || (this.#hashes.at(number - 1) === hash && this.#isAt(number - 1, bytes, from, to))) return place;
    }
  }

  #isAt(n: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = n === 0 ? 0 : this.#ends.at(n - 1);
    if (this.#ends.at(n) - start !== to - from) return false;
    const kept = this.#bytes.bytes;
    for (let i = 0; i < to - from; i++) if (kept[start + i] !== bytes[from + i]) return false;
    return true;
  }

  #grow(): void {
    const places = new Uint32Array(2 * this.#places.length);
    const last = places.length - 1;
    const hashes = this.#hashes.view();
    for (let n = 0; n < hashes.length; n++) {
      let place = hashes[n]! & last;
      while (places[place] !== 0) place = (place + 1) & last;
      places[place] = n + 1;
    }
    this.#places = places;
  }
}
