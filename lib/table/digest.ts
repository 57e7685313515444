const SLAB_BYTES = 4 * 1024 * 1024;
const DIGEST_BYTES = 32;

/**
 * Digest of data of any size: SHA-256, as hex, over the SHA-256 of each 4 MiB slab (the last may be shorter; no data, no
 * slab). Reads slab by slab, since `crypto.subtle` takes only whole buffers. `onProgress` gets the bytes done after each slab.
 * Rejects with the signal's reason when aborted.
 */
export async function digestBlob(blob: Blob, onProgress?: (bytesDone: number) => void, signal?: AbortSignal): Promise<string> {
  const digests = new Uint8Array(Math.ceil(blob.size / SLAB_BYTES) * DIGEST_BYTES);
  for (let start = 0, at = 0; start < blob.size; start += SLAB_BYTES, at += DIGEST_BYTES) {
    signal?.throwIfAborted();
    const slab = blob.slice(start, start + SLAB_BYTES);
    digests.set(new Uint8Array(await crypto.subtle.digest('SHA-256', await slab.arrayBuffer())), at);
    onProgress?.(start + slab.size);
  }
  const whole = new Uint8Array(await crypto.subtle.digest('SHA-256', digests));
  return Array.from(whole, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
