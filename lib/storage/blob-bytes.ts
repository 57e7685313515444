/** Bytes one after another, from the first. */
export interface ByteReader {
  /** The next so many bytes, from the beginning of `memory`, which has room for them; fewer at the end. */
  take(length: number, memory?: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>>;
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

  async take(length: number, memory = new ArrayBuffer(length)): Promise<Uint8Array<ArrayBuffer>> {
    const taken = new Uint8Array(memory, 0, length);
    let used = 0;
    while (used < length) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#reader.read();
        if (done) return taken.subarray(0, used);
        this.#rest = new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.length);
      }
      const piece = this.#rest.subarray(0, length - used);
      taken.set(piece, used);
      used += piece.length;
      this.#rest = this.#rest.subarray(piece.length);
    }
    return taken;
  }

  async end(): Promise<void> {
    await this.#reader.cancel();
  }
}
