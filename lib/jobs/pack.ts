import type { RequestRoom } from '#lib/core/estimate/request-room';
import type { PartIndex } from '#lib/core/job';
import type { RequestFrame } from '#lib/core/request-frame';
import { packRequest } from '#lib/core/row-bytes';
import type { ReadyRow } from './ordered-rows.ts';
import type { TokenLimit } from './token-limit.ts';

export interface PackPlan {
  frame: RequestFrame;
  customId(k: number, i: number): string;
  /** Number of the first file written. */
  firstK: number;
  rowsPerRequest: number;
  requestsPerBatch: number;
  bytesPerBatch: number;
  /** Most characters the rows of one request may take together. */
  contentCharacters: number;
  /** What the model reads at once; null where that is not known. */
  tokens: TokenLimit | null;
}

export interface PackedPart {
  k: number;
  file: Blob;
  requests: number;
  index: Omit<PartIndex, 'jobId' | 'k'>;
}

const SLAB_BYTES = 8 * 1024 * 1024;
const encoder = new TextEncoder();

/** Bytes on their way into a Blob; full slabs leave the heap at once. */
class SlabFile {
  bytes = 0;
  #slabs: Blob[] = [];
  #open: Uint8Array<ArrayBuffer>[] = [];
  #openBytes = 0;

  add(piece: Uint8Array<ArrayBuffer>): void {
    this.#open.push(piece);
    this.#openBytes += piece.length;
    this.bytes += piece.length;
    if (this.#openBytes >= SLAB_BYTES) this.#seal();
  }

  #seal(): void {
    this.#slabs.push(new Blob(this.#open));
    this.#open = [];
    this.#openBytes = 0;
  }

  finish(): Blob {
    this.#seal();
    return new Blob(this.#slabs);
  }
}

class OpenPart {
  readonly file = new SlabFile();
  readonly rows: number[] = [];
  readonly ids: string[] = [];
  readonly starts: number[] = [0];
  readonly offsets: number[] = [];
  readonly #frame: RequestFrame;
  readonly #k: number;

  constructor(k: number, frame: RequestFrame) {
    this.#k = k;
    this.#frame = frame;
    this.file.add(encoder.encode(frame.open));
  }

  get requests(): number {
    return this.starts.length - 1;
  }

  add(request: Uint8Array<ArrayBuffer>, rows: ReadyRow[]): void {
    if (this.requests > 0) this.file.add(encoder.encode(this.#frame.separator));
    this.offsets.push(this.file.bytes);
    this.file.add(request);
    for (const { row, id } of rows) {
      this.rows.push(row);
      this.ids.push(id);
    }
    this.starts.push(this.rows.length);
  }

  finish(): PackedPart {
    this.offsets.push(this.file.bytes + this.#frame.separator.length);
    this.file.add(encoder.encode(this.#frame.close));
    const index = {
      rows: Uint32Array.from(this.rows),
      starts: Uint32Array.from(this.starts),
      offsets: Uint32Array.from(this.offsets),
      ids: this.ids,
    };
    return { k: this.#k, file: this.file.finish(), requests: this.requests, index };
  }
}

/** Rows of one request as they gather, and whether one more fits. */
class Group {
  readonly rows: ReadyRow[] = [];
  #characters = 0;
  #room: RequestRoom | null = null;
  readonly #plan: PackPlan;

  constructor(plan: PackPlan) {
    this.#plan = plan;
  }

  add(ready: ReadyRow): void {
    this.rows.push(ready);
    this.#characters += ready.text.length;
  }

  /** A first row always fits: what is too long by itself was left out before. Null: only counting its tokens can tell. */
  fits(ready: ReadyRow): boolean | null {
    const { rowsPerRequest, contentCharacters, tokens } = this.#plan;
    const characters = this.#characters + ready.text.length;
    if (this.rows.length === 0) return true;
    if (this.rows.length === rowsPerRequest || characters > contentCharacters) return false;
    return !tokens || tokens.isSafe(this.rows.length + 1, characters) || null;
  }

  /** From the first time on, rows are counted one by one, those that were there before first. */
  async fitsByCount(ready: ReadyRow): Promise<boolean> {
    if (!this.#room) {
      this.#room = await this.#plan.tokens!.room();
      for (const { text } of this.rows) this.#room.take(text);
    }
    return this.#room.take(ready.text);
  }
}

/** The rows of each request, in the order they come. */
export async function* groupRows(rows: AsyncIterable<ReadyRow>, plan: PackPlan): AsyncGenerator<ReadyRow[]> {
  let group = new Group(plan);
  for await (const ready of rows) {
    const fits = group.fits(ready) ?? (await group.fitsByCount(ready));
    if (!fits) {
      yield group.rows;
      group = new Group(plan);
    }
    group.add(ready);
  }
  if (group.rows.length > 0) yield group.rows;
}

/**
 * Packs rows into requests and requests into files. A file ends at `requestsPerBatch` requests or before
 * `bytesPerBatch` bytes. Only one file is open at a time.
 */
export async function* packParts(rows: AsyncIterable<ReadyRow>, plan: PackPlan): AsyncGenerator<PackedPart> {
  let k = plan.firstK;
  let part = new OpenPart(k, plan.frame);
  const overhead = plan.frame.separator.length + plan.frame.close.length;
  const encode = (group: ReadyRow[]) =>
    encoder.encode(
      packRequest(
        plan.frame,
        plan.customId(k, part.requests),
        group.map((ready) => ready.text),
      ),
    );
  for await (const group of groupRows(rows, plan)) {
    let request = encode(group);
    const isFull = part.requests === plan.requestsPerBatch || part.file.bytes + request.length + overhead > plan.bytesPerBatch;
    if (part.requests > 0 && isFull) {
      yield part.finish();
      k++;
      part = new OpenPart(k, plan.frame);
      request = encode(group);
    }
    part.add(request, group);
  }
  if (part.requests > 0) yield part.finish();
}
