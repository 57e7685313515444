/**
 * Finds JSON in text that is not JSON as a whole: fenced, talked around, cut off, or several values in a row.
 * One pass without recursion, so brackets without end do no harm.
 */

/** One value that starts with a bracket. Offsets are of the text, `end` being past its last character. */
export interface JsonSpan {
  start: number;
  end: number;
  /** Every bracket found its partner. */
  closed: boolean;
  /** The whole objects standing directly in the value's list of rows: itself, or the list under one of `listKeys`. */
  items: [number, number][];
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Offset past the string that starts at `from`; the text's length where it never ends. */
function pastString(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i + 1;
  }
  return text.length;
}

/** Characters of the longest key that is looked at, quotes included. */
const LONGEST_KEY = 40;

/** Walks the value whose bracket stands at `start`, up to its end, to the first bracket that fits none, or to the text's end. */
function scanValue(text: string, start: number, isListKey: (key: string) => boolean): JsonSpan {
  const stack: number[] = [];
  const items: [number, number][] = [];
  let listDepth = text.charCodeAt(start) === OPEN_LIST ? 1 : 0;
  let itemStart = -1;
  let key = '';
  let i = start;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      const end = pastString(text, i);
      // A key of a list of rows is short; a longer one is none, and ends what the key before it said.
      if (stack.length === 1) key = end - i < LONGEST_KEY ? text.slice(i + 1, end - 1) : '';
      i = end;
      continue;
    }
    if (code === OPEN_OBJECT || code === OPEN_LIST) {
      if (code === OPEN_OBJECT && stack.length === listDepth) itemStart = i;
      stack.push(code);
      if (code === OPEN_LIST && stack.length === 2 && listDepth === 0 && isListKey(key)) listDepth = 2;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      if (stack.at(-1) !== code - 2) return { start, end: i + 1, closed: false, items };
      stack.pop();
      if (code === CLOSE_OBJECT && listDepth > 0 && stack.length === listDepth && itemStart >= 0) items.push([itemStart, i + 1]);
      if (code === CLOSE_LIST && listDepth === 2 && stack.length === 1) listDepth = Infinity;
      if (stack.length === 0) return { start, end: i + 1, closed: true, items };
    }
    i++;
  }
  return { start, end: text.length, closed: false, items };
}

/** A bracket that could begin a value, not one of prose: followed by what may follow it in JSON. */
const BEGINNING = /\{\s*["}]|\[\s*["{[\]\-\dtfn]/g;

/** The text is walked at most about this many times over: failed beginnings are tried again further on. */
const MOST_WALKS = 4;

const OBJECT_BEGINNING = /\{\s*"[^"\\]*"\s*:/y;

function isObjectBegun(text: string, at: number): boolean {
  OBJECT_BEGINNING.lastIndex = at;
  return OBJECT_BEGINNING.test(text);
}

/** What keys tell of an object: `isList` names a list of rows, `isAnswer` can only be the beginning of a whole answer. */
export interface KeyKinds {
  isList: (key: string) => boolean;
  isAnswer: (key: string) => boolean;
}

/** Where the next object starts whose first key can only begin an answer; Infinity where none does. Asked in rising order, it walks the text once. */
function answerFinder(text: string, isAnswer: KeyKinds['isAnswer']): (from: number) => number {
  const beginning = /\{\s*"([^"\\]{1,40})"\s*:/g;
  let found = -1;
  return (from) => {
    while (found < from) {
      beginning.lastIndex = Math.max(beginning.lastIndex, from);
      const match = beginning.exec(text);
      if (!match) found = Infinity;
      else if (isAnswer(match[1]!)) found = match.index;
    }
    return found;
  };
}

/**
 * The values of a text, in order. `take` is given each and says whether it could make something of it. The search goes on
 * behind a value, inside what turns out to be prose, but never inside broken JSON: what stands there are pieces of
 * rows, unless the answer was begun anew.
 */
export function scanJson(text: string, keys: KeyKinds, take: (span: JsonSpan) => boolean): void {
  const nextAnswer = answerFinder(text, keys.isAnswer);
  let budget = MOST_WALKS * text.length + 100_000;
  let from = 0;
  while (budget > 0 && from < text.length) {
    BEGINNING.lastIndex = from;
    const start = BEGINNING.exec(text)?.index;
    if (start === undefined) return;
    const span = scanValue(text, start, keys.isList);
    budget -= span.end - start;
    const isTaken = take(span);
    if (isTaken && span.closed) from = span.end;
    else if (!isTaken && !isObjectBegun(text, start)) from = start + 1;
    else from = span.closed ? Math.min(span.end, nextAnswer(start + 1)) : nextAnswer(start + 1);
  }
}
