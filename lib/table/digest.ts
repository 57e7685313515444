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

/**
 * Digest of a blob, read once from its start to its end. `onProgress` gets the bytes done after each slab. Rejects with the signal's reason when
 * aborted.
 */
export async function digestBlob(blob: Blob, onProgress?: (bytesDone: number) => void, signal?: AbortSignal): Promise<string> {
  const digest = new SlabDigest();
  // One slab's memory for all: the digest takes a copy.
  const slab = new Uint8Array(Math.min(DIGEST_SLAB_BYTES, blob.size));
  let bytes = 0;
  let used = 0;
  for await (const piece of piecesOf(blob.stream())) {
    for (let from = 0; from < piece.length;) {
      const taken = piece.subarray(from, from + slab.length - used);
      slab.set(taken, used);
      from += taken.length;
      used += taken.length;
      bytes += taken.length;
      if (used < slab.length && bytes < blob.size) continue;
      signal?.throwIfAborted();
      await digest.settled();
      digest.add(slab.subarray(0, used));
      used = 0;
      onProgress?.(bytes);
    }
  }
  signal?.throwIfAborted();
  return digest.finish();
}
