/** Fewer bytes than this are copied faster one by one. */
const LOOP_BYTES = 32;

const encoder = new TextEncoder();
/** A unit of UTF-16 takes at most three bytes of UTF-8. */
const UNIT_BYTES = 3;
/** Longer texts are rare, and are encoded apart rather than kept room for. */
const LONG_CHARACTERS = 1 << 20;

/** Always the same view: the browser is slow to take a new one. */
let scratch = new Uint8Array(65_536);

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

  /** Adds a text as UTF-8; lone surrogates become U+FFFD. */
  addText(text: string): void {
    if (text.length > LONG_CHARACTERS) return this.add(encoder.encode(text));
    if (text.length * UNIT_BYTES > scratch.length) scratch = new Uint8Array(2 * text.length * UNIT_BYTES);
    this.add(scratch, 0, encoder.encodeInto(text, scratch).written);
  }

  clear(): void {
    this.length = 0;
  }
}
