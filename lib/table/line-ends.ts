/** Lines met outside quotes, by how they ended. */
export interface LineEndCounts {
  '\r\n': number;
  '\n': number;
  '\r': number;
}

export type LineEnd = keyof LineEndCounts;

export const LINE_ENDS: readonly LineEnd[] = ['\r\n', '\n', '\r'];

/** The one way lines end in a text, quoted or not; `mixed` where there are several, null where there is none. */
export function uniformLineEnd(text: string): LineEnd | 'mixed' | null {
  const hasReturn = text.includes('\r');
  if (!text.includes('\n')) return hasReturn ? '\r' : null;
  if (!hasReturn) return '\n';
  return /\r(?!\n)|(?<!\r)\n/.test(text) ? 'mixed' : '\r\n';
}

/**
 * The one way lines end outside quotes, in a text that starts at a row's start; `mixed` where there are several, null where no line
 * ends. What quotes are: see {@link unifyLineEnds}, which such a text does not need.
 */
export function outerLineEnd(text: string, delimiter: string): LineEnd | 'mixed' | null {
  const closing = closingPattern(delimiter);
  let found: LineEnd | null = null;
  for (let start = 0; start < text.length;) {
    const quote = openingQuote(text, start, delimiter);
    const end = uniformLineEnd(text.slice(start, quote === -1 ? text.length : quote));
    if (end === 'mixed' || (end && found && end !== found)) return 'mixed';
    found ??= end;
    const close = quote === -1 ? -1 : closingQuote(text, quote, closing);
    if (close === -1) break;
    start = close + 1;
  }
  return found;
}

/** Number of line ends of any kind in a text. */
export function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1)) if (text[at + 1] !== '\n') count++;
  return count;
}

export interface UnifiedRows {
  /** The closed rows, each ended by `\n`. */
  text: string;
  /** Characters of the input these rows took. */
  consumed: number;
  counts: LineEndCounts;
}

/**
 * The closed rows of a text that starts at a row's start, with every line end outside quotes made `\n`. Outside quotes CR LF,
 * LF and a lone CR each end a row; inside a quoted cell all of them stay as written. A quote opens a cell only as its
 * first character and closes it only before a delimiter or line end, blanks between allowed: PapaParse's own rule.
 */
export function unifyLineEnds(text: string, delimiter: string): UnifiedRows {
  const closing = closingPattern(delimiter);
  const counts: LineEndCounts = { '\r\n': 0, '\n': 0, '\r': 0 };
  const pieces: string[] = [];
  let closed = 0;
  let consumed = 0;
  let start = 0;
  while (start < text.length) {
    const quote = openingQuote(text, start, delimiter);
    const outside = text.slice(start, quote === -1 ? text.length : quote);
    const cut = Math.max(outside.lastIndexOf('\n'), outside.lastIndexOf('\r')) + 1;
    if (cut > 0) {
      closed = pieces.push(toLineFeeds(outside.slice(0, cut), counts));
      consumed = start + cut;
    }
    pieces.push(outside.slice(cut));
    const end = quote === -1 ? -1 : closingQuote(text, quote, closing);
    if (end === -1) break;
    pieces.push(text.slice(quote, end + 1));
    start = end + 1;
  }
  pieces.length = closed;
  return { text: pieces.join(''), consumed, counts };
}

function toLineFeeds(text: string, counts: LineEndCounts): string {
  return text.replace(/\r\n?|\n/g, (end) => {
    counts[end as LineEnd]++;
    return '\n';
  });
}

/** What may follow the quote that closes a cell. */
function closingPattern(delimiter: string): RegExp {
  return new RegExp(`[^\\S\\r\\n]*(?:${delimiter === '|' ? '\\|' : delimiter}|[\\r\\n]|$)`, 'y');
}

function openingQuote(text: string, from: number, delimiter: string): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    const before = text[at - 1];
    if (at === 0 || before === delimiter || before === '\n' || before === '\r') return at;
  }
  return -1;
}

function closingQuote(text: string, open: number, closing: RegExp): number {
  for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') {
      at++;
      continue;
    }
    closing.lastIndex = at + 1;
    if (closing.test(text)) return at;
  }
  return -1;
}
