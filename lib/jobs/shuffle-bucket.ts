import { GrowingBytes } from '#lib/core/growing-bytes';
import { Numbers } from '#lib/core/numbers';
import type { RowBlock } from '#lib/core/row-block';

const SPILL_BYTES = 1_000_000;

/** Rows of one stretch of the shuffled order. Their bytes and ids are kept in Blobs until their turn comes. */
export class ShuffleBucket {
  readonly #firstPlace: number;
  readonly #places = new Numbers();
  readonly #rows = new Numbers();
  readonly #ends = new Numbers();
  readonly #characters = new Numbers();
  readonly #open = new GrowingBytes();
  #openIds: string[] = [];
  #spilledBytes = 0;
  #bytes: Blob[] = [];
  /** Each a JSON list, which keeps any text as it is. */
  #ids: Blob[] = [];

  constructor(firstPlace: number) {
    this.#firstPlace = firstPlace;
  }

  add(place: number, block: RowBlock, n: number): void {
    this.#open.add(block.bytes, block.starts[n], block.ends[n]);
    this.#openIds.push(block.ids[n]!);
    this.#places.push(place - this.#firstPlace);
    this.#rows.push(block.rows[n]!);
    this.#ends.push(this.#spilledBytes + this.#open.length);
    this.#characters.push(block.characters[n]!);
    if (this.#open.length > SPILL_BYTES) this.#spill();
  }

  #spill(): void {
    this.#bytes.push(new Blob([this.#open.bytes.subarray(0, this.#open.length)]));
    this.#ids.push(new Blob([JSON.stringify(this.#openIds)]));
    this.#spilledBytes += this.#open.length;
    this.#open.clear();
    this.#openIds = [];
  }

  /** All rows by their places. The bucket is empty afterwards. */
  async inOrder(): Promise<RowBlock> {
    this.#spill();
    const bytes = new Uint8Array(await new Blob(this.#bytes).arrayBuffer());
    const taken: string[] = [];
    for (const ids of this.#ids) for (const id of JSON.parse(await ids.text()) as string[]) taken.push(id);
    this.#bytes = [];
    this.#ids = [];
    const places = this.#places.view();
    const ends = this.#ends.view();
    const block = {
      rows: inPlaces(this.#rows.view(), places),
      ids: Array.from<string>({ length: places.length }),
      starts: inPlaces(
        ends.map((_, n) => (n === 0 ? 0 : ends[n - 1]!)),
        places,
      ),
      ends: inPlaces(ends, places),
      characters: inPlaces(this.#characters.view(), places),
      bytes,
    };
    places.forEach((place, n) => {
      block.ids[place] = taken[n]!;
    });
    return block;
  }
}

function inPlaces(values: Uint32Array, places: Uint32Array): Uint32Array {
  const placed = new Uint32Array(values.length);
  for (let n = 0; n < values.length; n++) placed[places[n]!] = values[n]!;
  return placed;
}
