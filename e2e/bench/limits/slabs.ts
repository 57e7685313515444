const SLAB_BYTES = 16 * 1024 * 1024;

/** Reads until a slab is full; true at the end of the stream. */
export async function readSlab(reader: ReadableStreamDefaultReader<Uint8Array>, chunks: Uint8Array[]): Promise<boolean> {
  for (let bytes = 0; bytes < SLAB_BYTES;) {
    const { done, value } = await reader.read();
    if (done) return true;
    chunks.push(value);
    bytes += value.length;
  }
  return false;
}

export function decodeSlab(decoder: TextDecoder, chunks: Uint8Array[]): string {
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('');
}
