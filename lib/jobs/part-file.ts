import { DIGEST_SLAB_BYTES, SlabDigest } from '#lib/table/digest';
import type { SlabFiles } from './slab-files.ts';

/** Bytes that are whole. `fileKey`: they are stored already, under this key. */
export interface FinishedFile {
  file: Blob;
  fileKey: string | null;
  digest: string;
}

/** Where a part's bytes go. `bytes`: written so far. */
export interface PartSink {
  readonly bytes: number;
  write(source: Uint8Array<ArrayBuffer>, length?: number): void;
  /** Resolves once more may be written without memory growing. Rejects where what was written could not be kept. */
  settled(): Promise<void>;
  finish(): Promise<FinishedFile>;
  /** Lets go of what was written, finished or not. */
  drop(): Promise<void>;
}

/** Slabs on their way at once. */
const SLABS_AHEAD = 2;

/**
 * Bytes on their way into a file: each full slab is digested and leaves for `files`, where it is written while the next one fills. What
 * is less than a slab in all, and everything where there are no such files, becomes a Blob.
 */
export class PartFile implements PartSink {
  bytes = 0;
  #slab = new Uint8Array(DIGEST_SLAB_BYTES);
  #used = 0;
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];
  readonly #files: SlabFiles | null;
  #key: Promise<string | null> | null = null;
  readonly #kept: Promise<void>[] = [];
  readonly #blobs: Blob[] = [];
  readonly #digest = new SlabDigest();

  constructor(files: SlabFiles | null = null) {
    this.#files = files;
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

  /** Both the digest and a Blob take a copy at once, so the memory is free again; a slab that leaves comes back. */
  #seal(): void {
    const bytes = this.#slab.subarray(0, this.#used);
    this.#used = 0;
    this.#digest.add(bytes);
    if (this.#files === null) {
      this.#blobs.push(new Blob([bytes]));
      return;
    }
    this.#slab = this.#spare.pop() ?? new Uint8Array(DIGEST_SLAB_BYTES);
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

  async settled(): Promise<void> {
    await this.#digest.settled();
    await this.#kept.at(-SLABS_AHEAD);
  }

  async finish(): Promise<FinishedFile> {
    // A small file is a Blob: no need to open another kind for it.
    if (this.#key === null && this.#used > 0) {
      const bytes = this.#slab.subarray(0, this.#used);
      this.#digest.add(bytes);
      this.#blobs.push(new Blob([bytes]));
    } else if (this.#used > 0) this.#seal();
    await Promise.all(this.#kept);
    const digest = await this.#digest.finish();
    const fileKey = this.#key && (await this.#key);
    return { file: fileKey === null ? new Blob(this.#blobs) : await this.#files!.close(fileKey), fileKey, digest };
  }

  async drop(): Promise<void> {
    await Promise.allSettled(this.#kept);
    const key = this.#key && (await this.#key.catch(() => null));
    if (key) await this.#files!.drop(key);
  }
}

/** Counts bytes and keeps none: for a check. */
export class PartMeter implements PartSink {
  bytes = 0;

  write(source: Uint8Array<ArrayBuffer>, length = source.length): void {
    this.bytes += length;
  }

  async settled(): Promise<void> {}

  async finish(): Promise<FinishedFile> {
    return { file: new Blob(), fileKey: null, digest: '' };
  }

  async drop(): Promise<void> {}
}
