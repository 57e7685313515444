import type { Encoding } from '#lib/core/dataset';

const MARKS: { encoding: Encoding; bytes: number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** The byte order mark a file starts with: whose it is and how many bytes it takes. */
export function byteOrderMark(bytes: Uint8Array): { encoding: Encoding; length: number } | null {
  const mark = MARKS.find(({ bytes: expected }) => expected.every((byte, i) => bytes[i] === byte));
  return mark ? { encoding: mark.encoding, length: mark.bytes.length } : null;
}

/**
 * UTF-16 without a mark, told by its zero bytes: delimiters, digits and line ends put them all on one side of each pair, and a
 * table has plenty of these in any language. Null where there are too few, or where they make no line end.
 */
export function utf16ByZeros(bytes: Uint8Array): Encoding | null {
  const pairs = Math.floor(bytes.length / 2);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const few = pairs * 0.03;
  const encoding = odd > few && even === 0 ? 'utf-16le' : even > few && odd === 0 ? 'utf-16be' : null;
  return encoding && /[\r\n]/.test(new TextDecoder(encoding).decode(bytes)) ? encoding : null;
}

/** Does a decoded sample hold what text never holds: a zero, or many control characters? */
export function looksBinary(text: string): boolean {
  if (text.includes('\0')) return true;
  const controls = text.match(/(?!\s)\p{Cc}/gu)?.length ?? 0;
  return controls > text.length * 0.05;
}
