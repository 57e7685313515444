import { piecesOf } from './byte-slabs.ts';

export const DIGEST_SLAB_BYTES = 4 * 1024 * 1024;

/**
 * Digest of data of any size, as it comes: SHA-256, as hex, over the SHA-256 of each 4 MiB slab (the last may be shorter; no data,
 * no slab). `crypto.subtle` takes only whole buffers, and in Chromium works in the thread that feeds it.
 */
export class SlabDigest {
  #slabs: Promise<ArrayBuffer>[] = [];

  /** Takes the next slab, of exactly `DIGEST_SLAB_BYTES` but for the last; its bytes may be changed at once. */
  add(slab: Uint8Array<ArrayBuffer>): void {
    this.#slabs.push(crypto.subtle.digest('SHA-256', slab));
  }

  /** Resolves once all but the slab taken last are digested: waiting for it holds what is under way to two or three. */
  async settled(): Promise<void> {
    await this.#slabs.at(-2);
  }

  async finish(): Promise<string> {
    const digests = await new Blob(await Promise.all(this.#slabs)).arrayBuffer();
    const whole = new Uint8Array(await crypto.subtle.digest('SHA-256', digests));
    return Array.from(whole, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

/** The same of data in pieces of any size. */
export class PieceDigest {
  readonly #digest = new SlabDigest();
  /** One slab's memory for all: the digest takes a copy. */
  readonly #slab: Uint8Array<ArrayBuffer>;
  #used = 0;

  /** `most`: bytes that come at the most, where that is known. */
  constructor(most = DIGEST_SLAB_BYTES) {
    this.#slab = new Uint8Array(Math.min(DIGEST_SLAB_BYTES, most));
  }

  /** Resolves once the next piece may come; the bytes of this one may be changed then. */
  async add(piece: Uint8Array): Promise<void> {
    for (let from = 0; from < piece.length;) {
      const taken = piece.subarray(from, from + this.#slab.length - this.#used);
      this.#slab.set(taken, this.#used);
      from += taken.length;
      this.#used += taken.length;
      if (this.#used === this.#slab.length) await this.#seal();
    }
  }

  async #seal(): Promise<void> {
    await this.#digest.settled();
    this.#digest.add(this.#slab.subarray(0, this.#used));
    this.#used = 0;
  }

  async finish(): Promise<string> {
    if (this.#used > 0) await this.#seal();
    return this.#digest.finish();
  }
}

/** Digest of a blob, read once from its start to its end. `onProgress` gets the bytes done after each piece. */
export async function digestBlob(blob: Blob, onProgress?: (bytesDone: number) => void): Promise<string> {
  const digest = new PieceDigest(blob.size);
  let bytes = 0;
  for await (const piece of piecesOf(blob.stream())) {
    await digest.add(piece);
    bytes += piece.length;
    onProgress?.(bytes);
  }
  return digest.finish();
}
