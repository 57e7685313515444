/** Fewer bytes than this are copied faster one by one. */
const LOOP_BYTES = 32;

const encoder = new TextEncoder();
/** A unit of UTF-16 takes at most three bytes of UTF-8. */
const UNIT_BYTES = 3;
/** Room is made for so many units at once, or long texts would take three times the memory they need. */
const UNITS_AT_ONCE = 16_384;
/** After a unit that is not ASCII, others are likely: so many are written one by one. */
const UNITS_ONE_BY_ONE = 16;
const ASCII = 0x80;

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
    if (!this.addUnits(text, 0, text.length)) this.add(encoder.encode(text));
  }

  /**
   * Adds UTF-16 units of a text as UTF-8; false, and nothing is added, where a surrogate among them is alone. A loop over a flat text takes half
   * the time of `encodeInto`.
   */
  addUnits(text: string, from: number, to: number): boolean {
    const start = this.length;
    for (let at = from; at < to;) {
      at = this.#addSome(text, at, to);
      if (at !== -1) continue;
      this.length = start;
      return false;
    }
    return true;
  }

  /** Adds some of the units; where the next begin, or -1 at a lone surrogate. */
  #addSome(text: string, from: number, to: number): number {
    const some = Math.min(to, from + UNITS_AT_ONCE);
    // The last of them may be the first half of a pair.
    const bytes = this.reserve((some - from + 1) * UNIT_BYTES);
    let out = this.length;
    let at = from;
    while (at < some) {
      while (at + 4 <= some) {
        const a = text.charCodeAt(at);
        const b = text.charCodeAt(at + 1);
        const c = text.charCodeAt(at + 2);
        const d = text.charCodeAt(at + 3);
        if ((a | b | c | d) >= ASCII) break;
        bytes[out] = a;
        bytes[out + 1] = b;
        bytes[out + 2] = c;
        bytes[out + 3] = d;
        out += 4;
        at += 4;
      }
      const stop = Math.min(some, at + UNITS_ONE_BY_ONE);
      while (at < stop) {
        const unit = text.charCodeAt(at++);
        if (unit < ASCII) bytes[out++] = unit;
        else if (unit < 0x800) {
          bytes[out++] = 0xc0 | (unit >> 6);
          bytes[out++] = 0x80 | (unit & 0x3f);
        } else if ((unit & 0xf800) !== 0xd800) {
          bytes[out++] = 0xe0 | (unit >> 12);
          bytes[out++] = 0x80 | ((unit >> 6) & 0x3f);
          bytes[out++] = 0x80 | (unit & 0x3f);
        } else {
          const second = at < to ? text.charCodeAt(at++) : 0;
          if (unit >= 0xdc00 || (second & 0xfc00) !== 0xdc00) return -1;
          const point = 0x10000 + ((unit & 0x3ff) << 10) + (second & 0x3ff);
          bytes[out++] = 0xf0 | (point >> 18);
          bytes[out++] = 0x80 | ((point >> 12) & 0x3f);
          bytes[out++] = 0x80 | ((point >> 6) & 0x3f);
          bytes[out++] = 0x80 | (point & 0x3f);
        }
      }
    }
    this.length = out;
    return at;
  }

  clear(): void {
    this.length = 0;
  }
}
