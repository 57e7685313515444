const QUOTE = 34;
const BACKSLASH = 92;
const COLON = 58;
const COMMA = 44;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

const isSpace = (byte: number | undefined) => byte === 32 || byte === 9 || byte === 13;

/** Bytes of numbers, true, false and null. */
const isWord = (byte: number) =>
  (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) || byte === 43 || byte === 45 || byte === 46 || byte === 69;

const NAME = new TextEncoder().encode('custom_id');

const pastSpaces = (line: Uint8Array, from: number) => {
  let at = from;
  while (isSpace(line[at])) at++;
  return at;
};

/** The quote that ends the string beginning at `from`; -1 where there is none. */
function endOfString(line: Uint8Array, from: number): number {
  for (let at = from + 1; at < line.length; at++) {
    if (line[at] === BACKSLASH) at++;
    else if (line[at] === QUOTE) return at;
  }
  return -1;
}

function pastPlainValue(line: Uint8Array, from: number): number {
  if (line[from] === QUOTE) {
    const end = endOfString(line, from);
    return end < 0 ? -1 : end + 1;
  }
  let at = from;
  while (at < line.length && isWord(line[at]!)) at++;
  return at === from ? -1 : at;
}

const isName = (line: Uint8Array, from: number, to: number) =>
  to - from === NAME.length && NAME.every((byte, at) => line[from + at] === byte);

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(line: Uint8Array, from: number, to: number): string | null {
  if (from === to || line.subarray(from, to).includes(BACKSLASH)) return null;
  try {
    return decoder.decode(line.subarray(from, to));
  } catch {
    return null;
  }
}

/** The custom id behind the members before it, all of them texts, numbers or words; null where anything else is met. */
function idBehindPlainMembers(line: Uint8Array, from: number): string | null {
  for (let at = from; ;) {
    at = pastSpaces(line, at);
    const nameEnd = line[at] === QUOTE ? endOfString(line, at) : -1;
    if (nameEnd < 0) return null;
    const isId = isName(line, at + 1, nameEnd);
    at = pastSpaces(line, nameEnd + 1);
    if (line[at] !== COLON) return null;
    at = pastSpaces(line, at + 1);
    const valueEnd = pastPlainValue(line, at);
    if (valueEnd < 0) return null;
    if (isId) return line[at] === QUOTE ? textOf(line, at + 1, valueEnd - 1) : null;
    at = pastSpaces(line, valueEnd);
    if (line[at] !== COMMA) return null;
    at++;
  }
}

/**
 * The custom id of a response line, read from its first bytes: `{"id": "…", "custom_id": "…", …}`. Null: it cannot be told so
 * and the line must be parsed. Where an id is told, the line is taken to be whole JSON that names its id once; reading it
 * tells whether it is.
 */
export function customIdAhead(line: Uint8Array): string | null {
  const start = pastSpaces(line, 0);
  let end = line.length - 1;
  while (end > start && isSpace(line[end])) end--;
  if (line[start] !== OPEN_OBJECT || line[end] !== CLOSE_OBJECT) return null;
  return idBehindPlainMembers(line, start + 1);
}
