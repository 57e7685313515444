import { cellStart, cellText, type PackedColumn, type StoredColumn } from '#lib/core/column';
import type { GrowingBytes } from '#lib/core/growing-bytes';
import { csvCell, isBlankCharacter, mayBeFormula, type CsvOptions } from './csv-line.ts';

const QUOTE = 34;
const ASCII = 0x80;
/** Bits of what stands somewhere in a cell. */
const HAS_QUOTE = 1;
const NEEDS_QUOTES = 2;

const KINDS = new Uint8Array(256);
KINDS[QUOTE] = HAS_QUOTE;
for (const sign of ',\r\n') KINDS[sign.charCodeAt(0)] = NEEDS_QUOTES;

/** First bytes in UTF-8 of the characters beyond ASCII that count as blank, and of others. */
const MAY_BE_BLANK = new Set([0xc2, 0xe1, 0xe2, 0xe3, 0xef]);
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** All that are blank have up to three bytes. */
const LONGEST_BLANK = 3;

/** Is the character that begins at `from` a blank one? */
function isBlankAt(bytes: Uint8Array, from: number): boolean {
  const first = bytes[from]!;
  if (first < ASCII) return isBlankCharacter(first);
  return MAY_BE_BLANK.has(first) && isBlankCharacter(decoder.decode(bytes.subarray(from, from + LONGEST_BLANK)).charCodeAt(0));
}

/** Where the character begins that ends at `to`: bytes that go on with one are `10xxxxxx`. */
function lastCharacter(bytes: Uint8Array, to: number): number {
  let from = to - 1;
  while ((bytes[from]! & 0xc0) === ASCII) from--;
  return from;
}

function kindsIn(bytes: Uint8Array, from: number, to: number): number {
  let kinds = 0;
  for (let i = from; i < to; i++) kinds |= KINDS[bytes[i]!]!;
  return kinds;
}

function writeQuoted(bytes: Uint8Array, from: number, to: number, out: GrowingBytes): void {
  const into = out.reserve(2 * (to - from) + 2);
  let at = out.length;
  into[at++] = QUOTE;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) into[at++] = QUOTE;
    into[at++] = byte;
  }
  into[at++] = QUOTE;
  out.length = at;
}

function writePacked(column: PackedColumn, at: number, out: GrowingBytes): void {
  const { bytes } = column;
  const [from, to] = [cellStart(column, at), column.ends[at]!];
  if (from === to) return;
  const kinds = kindsIn(bytes, from, to);
  if (kinds === 0 && !isBlankAt(bytes, from) && !isBlankAt(bytes, lastCharacter(bytes, to))) out.add(bytes, from, to);
  else writeQuoted(bytes, from, to, out);
}

/** Writes cell `at` of a column as {@link csvCell} does; what is bytes already never becomes text. */
export function writeCell(column: StoredColumn, at: number, options: CsvOptions, out: GrowingBytes): void {
  if (Array.isArray(column)) return out.addText(csvCell(column[at] ?? '', options));
  if (options.formulaGuard && mayBeFormula(column.bytes[cellStart(column, at)]!)) {
    return out.addText(csvCell(cellText(column, at), options));
  }
  writePacked(column, at, out);
}
