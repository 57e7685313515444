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

  /** Adds `source` from `from` to `to`. Rows are short: a loop costs less than the view `set` would need. */
  add(source: Uint8Array, from = 0, to = source.length): void {
    const bytes = this.reserve(to - from);
    let at = this.length;
    for (let i = from; i < to; i++) bytes[at++] = source[i]!;
    this.length = at;
  }

  clear(): void {
    this.length = 0;
  }
}
