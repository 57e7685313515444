/** So many slabs go out before it is waited for that the browser has taken them. */
const SLABS_AHEAD = 8;

/**
 * Joins slabs of bytes into one Blob. Each is handed to the browser's Blob store at once; reading a byte back now and then waits
 * for it to have them, so that no more than a few are held here.
 */
export async function blobOf(slabs: AsyncIterable<Uint8Array<ArrayBuffer>>, type: string): Promise<Blob> {
  const blobs: Blob[] = [];
  for await (const slab of slabs) {
    const blob = new Blob([slab]);
    blobs.push(blob);
    if (blobs.length % SLABS_AHEAD === 0) await blob.slice(-1).arrayBuffer();
  }
  return new Blob(blobs, { type });
}
