import { DIGEST_SLAB_BYTES } from '#lib/table/digest';
import type { SlabFiles } from './files-work.ts';

/** Bytes that are whole. `fileKey`: they are stored already, under this key. */
export interface WholeFile {
  file: Blob;
  fileKey: string | null;
}

/** A slab can be digested as it leaves. */
const SLAB_BYTES = DIGEST_SLAB_BYTES;
/** Slabs in use at once: one fills, the others are on their way. Bytes come in bursts, and the disk takes its time now and then. */
const SLABS_AHEAD = 4;

/**
 * Bytes on their way into a file: each full slab leaves for `files`, where it is written while the next one fills. What is less than a
 * slab in all, and everything where there are no such files, becomes a Blob.
 */
export class SlabFile {
  bytes = 0;
  #slab: Uint8Array<ArrayBuffer>;
  #used = 0;
  readonly #spare: Uint8Array<ArrayBuffer>[];
  readonly #files: SlabFiles | null;
  #key: Promise<string | null> | null = null;
  readonly #kept: Promise<void>[] = [];
  readonly #blobs: Blob[] = [];

  /** `spare`: slabs that files written one after another fill in turn. New memory takes as long as what is done with it. */
  constructor(files: SlabFiles | null, spare: Uint8Array<ArrayBuffer>[] = []) {
    this.#files = files;
    this.#spare = spare;
    this.#slab = this.#nextSlab();
  }

  #nextSlab(): Uint8Array<ArrayBuffer> {
    return this.#spare.pop() ?? new Uint8Array(SLAB_BYTES);
  }

  write(source: Uint8Array<ArrayBuffer>, length = source.length): void {
    this.bytes += length;
    for (let from = 0; from < length;) {
      const taken = Math.min(length - from, this.#slab.length - this.#used);
      this.#slab.set(taken === source.length ? source : source.subarray(from, from + taken), this.#used);
      this.#used += taken;
      from += taken;
      if (this.#used === this.#slab.length) this.#seal();
    }
  }

  /** Told of each slab as it leaves, the last one shorter; its bytes change afterwards. */
  protected sealed(_slab: Uint8Array<ArrayBuffer>): void {}

  /** A Blob takes a copy at once, so the memory is free again; a slab that leaves comes back. */
  #seal(): void {
    const bytes = this.#slab.subarray(0, this.#used);
    this.#used = 0;
    this.sealed(bytes);
    if (this.#files === null) {
      this.#blobs.push(new Blob([bytes]));
      return;
    }
    this.#slab = this.#nextSlab();
    this.#key ??= this.#files.open();
    const kept = this.#keep(this.#files, this.#key, bytes);
    // A failure is met when it is waited for.
    kept.catch(() => {});
    this.#kept.push(kept);
  }

  async #keep(files: SlabFiles, opened: Promise<string | null>, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const key = await opened;
    if (key === null) this.#blobs.push(new Blob([bytes]));
    const slab = key === null ? bytes : await files.append(key, bytes);
    this.#spare.push(new Uint8Array(slab.buffer));
  }

  /** Resolves once more may be written without memory growing. Rejects where what was written could not be kept. */
  async settled(): Promise<void> {
    await this.#kept.at(-SLABS_AHEAD);
  }

  /** Nothing is written from here on. */
  async whole(): Promise<WholeFile> {
    // A small file is a Blob: no need to open another kind for it.
    if (this.#key === null && this.#used > 0) {
      const bytes = this.#slab.subarray(0, this.#used);
      this.sealed(bytes);
      this.#blobs.push(new Blob([bytes]));
    } else if (this.#used > 0) this.#seal();
    this.#spare.push(this.#slab);
    await Promise.all(this.#kept);
    const fileKey = this.#key && (await this.#key);
    return { file: fileKey === null ? new Blob(this.#blobs) : await this.#files!.close(fileKey), fileKey };
  }

  /** Lets go of what was written, whole or not. */
  async drop(): Promise<void> {
    await Promise.allSettled(this.#kept);
    const key = this.#key && (await this.#key.catch(() => null));
    if (key) await this.#files!.drop(key);
  }
}
