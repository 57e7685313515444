/** Bytes handed to the browser at once. */
const SLAB_BYTES = 4 * 1024 * 1024;

/** So many slabs go out before it is waited for that the browser has taken them. */
const SLABS_AHEAD = 8;

/**
 * Joins pieces of any size into one Blob; each has bytes of its own, which stay as they are. They are handed to the browser's Blob
 * store slab by slab; reading a byte back now and then waits for it to have them, so that no more than a few are held here.
 */
export async function blobOf(pieces: AsyncIterable<Uint8Array>, type: string, slabBytes = SLAB_BYTES): Promise<Blob> {
  const blobs: Blob[] = [];
  let slab: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    // No piece is of shared memory, which a Blob would not take.
    slab.push(piece as Uint8Array<ArrayBuffer>);
    bytes += piece.length;
    if (bytes < slabBytes) continue;
    const blob = new Blob(slab);
    blobs.push(blob);
    slab = [];
    bytes = 0;
    if (blobs.length % SLABS_AHEAD === 0) await blob.slice(-1).arrayBuffer();
  }
  return new Blob([...blobs, ...slab], { type });
}
