/** Bytes one after another, from the first. */
export interface ByteReader {
  /** The next so many bytes; fewer at the end. */
  take(length: number): Promise<ArrayBuffer>;
  end(): Promise<void>;
}

/** Bytes of a blob: a stream is read in half the time of as many slices. */
export class BlobBytes implements ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  /** What is left of the piece read last. */
  #rest = new Uint8Array();

  constructor(blob: Blob) {
    this.#reader = blob.stream().getReader();
  }

  async take(length: number): Promise<ArrayBuffer> {
    const taken = new Uint8Array(length);
    let used = 0;
    while (used < length) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#reader.read();
        if (done) return taken.buffer.slice(0, used);
        this.#rest = new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.length);
      }
      const piece = this.#rest.subarray(0, length - used);
      taken.set(piece, used);
      used += piece.length;
      this.#rest = this.#rest.subarray(piece.length);
    }
    return taken.buffer;
  }

  async end(): Promise<void> {
    await this.#reader.cancel();
  }
}
