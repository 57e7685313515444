/** Fewer bytes than this are copied faster one by one. */
const LOOP_BYTES = 32;

/** Bytes written one after another into memory that grows by doubling and is used again after `clear`. */
export class GrowingBytes {
  bytes = new Uint8Array(65_536);
  length = 0;

  /** Makes room for so many more bytes, and gives the memory to write them into from `length` on. */
  reserve(more: number): Uint8Array<ArrayBuffer> {
    if (this.length + more > this.bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + more));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    return this.bytes;
  }

  /** Adds `source` from `from` to `to`. */
  add(source: Uint8Array, from = 0, to = source.length): void {
    const bytes = this.reserve(to - from);
    const start = this.length;
    this.length += to - from;
    if (to - from > LOOP_BYTES) bytes.set(source.subarray(from, to), start);
    else for (let i = from; i < to; i++) bytes[start + i - from] = source[i]!;
  }

  /** Adds a text of nothing but ASCII. */
  addAscii(text: string): void {
    const bytes = this.reserve(text.length);
    for (let i = 0; i < text.length; i++) bytes[this.length + i] = text.charCodeAt(i);
    this.length += text.length;
  }

  clear(): void {
    this.length = 0;
  }
}
