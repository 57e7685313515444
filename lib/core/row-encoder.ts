import { cellStart, type PackedColumn, type StoredColumn } from './column.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { escapeInside, nestedString } from './json-escape.ts';
import { Numbers } from './numbers.ts';
import type { RowBlock } from './row-block.ts';
import { fieldNames } from './row-bytes.ts';

const encoder = new TextEncoder();
/** Between rows, so that rows side by side can be copied in one piece. */
const COMMA = encoder.encode(',');
/** A unit takes at most three bytes of UTF-8, and seven where it is escaped twice. */
const RAW_BYTES = 3;
const ESCAPED_BYTES = 7;
const ASCII = 128;
/** Up to so many characters a loop is faster than calling the browser's encoder. */
const SHORT_CHARACTERS = 32;

const bareNested = (text: string) => nestedString(text).slice(2, -2);

/** What each ASCII byte becomes inside JSON inside JSON; null: stays as it is, as all bytes of longer characters do. */
const ESCAPES = Array.from({ length: ASCII }, (_, code) => {
  const text = String.fromCharCode(code);
  const nested = bareNested(text);
  return nested === text ? null : encoder.encode(nested);
});
const IS_ESCAPED = Uint8Array.from({ length: 256 }, (_, byte) => (byte < ASCII && ESCAPES[byte] ? 1 : 0));

/** Writes rows of one recipe straight to bytes: those of `rowWriter`'s text, which is never made. */
export class RowEncoder {
  readonly #open: Uint8Array;
  /** What stands before each text: the end of the string before it, its key, and its own quote. */
  readonly #keys: Uint8Array[];
  readonly #close = encoder.encode('\\"}');
  readonly #frameCharacters: number;
  #raw = new Uint8Array(65_536);
  readonly #out = new GrowingBytes();
  readonly #rows = new Numbers();
  #ids: string[] = [];
  readonly #starts = new Numbers();
  readonly #ends = new Numbers();
  readonly #characters = new Numbers();

  constructor(textColumns: readonly string[]) {
    const keys = fieldNames(textColumns).map((name) => `\\",${escapeInside(JSON.stringify(name))}:\\"`);
    const open = '{\\"input_id\\":\\"';
    this.#open = encoder.encode(open);
    this.#keys = keys.map((key) => encoder.encode(key));
    this.#frameCharacters = keys.reduce((sum, key) => sum + key.length, open.length + this.#close.length);
  }

  /** Takes a row whose texts are cells `at` of `columns`, in the order of `textColumns`. */
  add(row: number, id: string, columns: readonly StoredColumn[], at: number): void {
    const out = this.#out;
    this.#rows.push(row);
    this.#ids.push(id);
    this.#starts.push(out.length);
    out.add(this.#open);
    let characters = this.#frameCharacters + this.#text(id);
    for (let c = 0; c < columns.length; c++) {
      out.add(this.#keys[c]!);
      const column = columns[c]!;
      characters += Array.isArray(column) ? this.#text(column[at] ?? '') : this.#cell(column, at);
    }
    out.add(this.#close);
    this.#ends.push(out.length);
    out.add(COMMA);
    this.#characters.push(characters);
  }

  /** The rows taken since the last block. */
  takeBlock(): RowBlock {
    const block = {
      rows: this.#rows.view(),
      ids: this.#ids,
      starts: this.#starts.view(),
      ends: this.#ends.view(),
      characters: this.#characters.view(),
      bytes: this.#out.bytes,
    };
    this.#ids = [];
    for (const list of [this.#rows, this.#starts, this.#ends, this.#characters, this.#out]) list.clear();
    return block;
  }

  /** Writes a text escaped twice, without its quotes; returns the characters written. */
  #text(text: string): number {
    if (text.length <= SHORT_CHARACTERS && this.#short(text)) return text.length;
    // UTF-8 has no lone surrogates: JSON spells them out, and then nothing is left to escape.
    const isWhole = text.isWellFormed();
    const whole = isWhole ? text : bareNested(text);
    const end = this.#encode(whole);
    if (isWhole) return whole.length + this.#bytes(this.#raw, 0, end);
    this.#out.add(this.#raw, 0, end);
    return whole.length;
  }

  /** The same for a cell that is bytes already. */
  #cell(column: PackedColumn, at: number): number {
    const { bytes, ends, units } = column;
    const characters = units[at]! - (at === 0 ? 0 : units[at - 1]!);
    return characters + this.#bytes(bytes, cellStart(column, at), ends[at]!);
  }

  /** Writes well-formed UTF-8, escaped twice; returns how many bytes that adds, which is how many characters: escapes are ASCII in place of ASCII. */
  #bytes(source: Uint8Array, from: number, to: number): number {
    let plain = from;
    while (plain < to && !IS_ESCAPED[source[plain]!]) plain++;
    this.#out.add(source, from, plain);
    return plain < to ? this.#escaped(source, plain, to) : 0;
  }

  /** Writes a short text where none of it needs an escape or a second byte; says whether it did. */
  #short(text: string): boolean {
    const bytes = this.#out.reserve(SHORT_CHARACTERS);
    const start = this.#out.length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code >= ASCII || IS_ESCAPED[code]) return false;
      bytes[start + i] = code;
    }
    this.#out.length += text.length;
    return true;
  }

  /** Writes bytes from `from` to `end`, escaped; returns how many that adds. */
  #escaped(source: Uint8Array, from: number, end: number): number {
    const bytes = this.#out.reserve((end - from) * ESCAPED_BYTES);
    const start = this.#out.length;
    let at = start;
    for (let i = from; i < end; i++) {
      const byte = source[i]!;
      if (IS_ESCAPED[byte]) for (const escaped of ESCAPES[byte]!) bytes[at++] = escaped;
      else bytes[at++] = byte;
    }
    this.#out.length = at;
    return at - start - (end - from);
  }

  /** Puts a text's bytes into `#raw`; returns how many. Always the same view: the browser is slow to take a new one. */
  #encode(text: string): number {
    const most = text.length * RAW_BYTES;
    if (most > this.#raw.length) this.#raw = new Uint8Array(2 * most);
    return encoder.encodeInto(text, this.#raw).written;
  }
}
