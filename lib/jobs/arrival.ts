import type { FileSink, OpenSink } from '#lib/providers/provider';
import { Handover } from './handover.ts';
import type { ResponseFile } from './response-lines.ts';

/** Bytes of a slab, which becomes a Blob when it is full: the browser keeps those out of this worker's memory. */
const SLAB_BYTES = 4 * 1024 * 1024;
/** Full slabs whose bytes stay at hand as well, for whoever reads close behind what comes. */
const SLABS_AT_HAND = 6;

interface Slab {
  start: number;
  end: number;
  /** Null: not full yet. */
  blob: Blob | null;
  /** Null: no longer, or never, at hand. */
  pieces: Uint8Array<ArrayBuffer>[] | null;
}

/** A file while it comes: its bytes can be gone through, and any that have come can be read again, once and in their order. */
export class ArrivingFile implements FileSink {
  readonly pieces = new Handover<Uint8Array<ArrayBuffer>>();
  readonly #slabs: Slab[] = [];
  #open: Slab = { start: 0, end: 0, blob: null, pieces: [] };
  /** Slabs before this one have been read. */
  #next = 0;

  add(bytes: Uint8Array<ArrayBuffer>): void {
    this.#open.pieces!.push(bytes);
    this.#open.end += bytes.length;
    if (this.#open.end - this.#open.start >= SLAB_BYTES) this.#fill();
    this.pieces.add(bytes);
  }

  whole(): Blob {
    this.pieces.end();
    this.#fill();
    return new Blob(this.#slabs.map(({ blob }) => blob!));
  }

  /** Bytes that have come, as they are where they are still at hand, else as a Blob. Those before them are not asked for again. */
  slice(from: number, to: number): Blob | Uint8Array<ArrayBuffer> {
    for (; this.#next < this.#slabs.length && this.#slabs[this.#next]!.end <= from; this.#next++) this.#slabs[this.#next]!.pieces = null;
    const slabs = [...this.#slabs.slice(this.#next), this.#open].filter(({ start, end }) => start < to && end > from);
    if (slabs.every(({ pieces }) => pieces)) return copied(slabs, from, to);
    return new Blob(slabs.flatMap((slab) => sliceOf(slab, from, to)));
  }

  #fill(): void {
    const slab = this.#open;
    if (slab.start === slab.end) return;
    slab.blob = new Blob(slab.pieces!);
    if (this.#slabs.length - this.#next >= SLABS_AT_HAND) slab.pieces = null;
    this.#slabs.push(slab);
    this.#open = { start: slab.end, end: slab.end, blob: null, pieces: [] };
  }
}

function copied(slabs: readonly Slab[], from: number, to: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(to - from);
  for (const { start, pieces } of slabs) {
    let at = start;
    for (const piece of pieces!) {
      const [first, end] = [Math.max(from - at, 0), Math.min(to - at, piece.length)];
      if (first < end) bytes.set(piece.subarray(first, end), at + first - from);
      at += piece.length;
    }
  }
  return bytes;
}

function sliceOf(slab: Slab, from: number, to: number): BlobPart[] {
  const [first, end] = [Math.max(from, slab.start), Math.min(to, slab.end)];
  return slab.blob ? [slab.blob.slice(first - slab.start, end - slab.start)] : [copied([slab], first, end)];
}

/** Files of results while they come, one after another. */
export class Arrival {
  /** Those that have begun to come, in order. */
  readonly files = new Handover<ResponseFile>();
  readonly #files = new Map<number, ArrivingFile>();

  readonly open: OpenSink = (file) => {
    const arriving = new ArrivingFile();
    this.#files.set(file, arriving);
    this.files.add({ file, pieces: arriving.pieces });
    return arriving;
  };

  /** Nothing more comes, whether all has or not. */
  end(): void {
    for (const { pieces } of this.#files.values()) pieces.end();
    this.files.end();
  }

  slice(file: 1 | 2, from: number, to: number): Blob | Uint8Array<ArrayBuffer> {
    return this.#files.get(file)!.slice(from, to);
  }
}
