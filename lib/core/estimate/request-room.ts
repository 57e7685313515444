import type { TokenCounter } from './tokens.ts';

/** A byte-level encoding never has more tokens than bytes, and a UTF-16 unit no more than three bytes. */
const BYTES_PER_UNIT = 3;

/** Joining two rows may cut them into tokens otherwise than alone, and puts a comma between. */
const JOIN_TOKENS = 4;

/** Most characters (UTF-16 units) whose tokens cannot exceed a budget, whatever the text. */
export function safeCharacters(budgetTokens: number): number {
  return Math.max(0, Math.floor(budgetTokens / BYTES_PER_UNIT));
}

/** Whether all requests are within the budget by their length alone, so that no row need be counted. */
export function isSafeByLength(budgetTokens: number, rowsPerRequest: number, longestRowCharacters: number): boolean {
  return rowsPerRequest * (longestRowCharacters * BYTES_PER_UNIT + JOIN_TOKENS) <= budgetTokens;
}

/** Bytes of a text as UTF-8; a lone surrogate counts three, as it is written. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += 1;
    // Each half of a pair stands for two of its four bytes.
    if (unit >= 0x800 && !isPaired(text, i, unit)) bytes += 1;
  }
  return bytes;
}

function isPaired(text: string, i: number, unit: number): boolean {
  if (unit >= 0xd800 && unit <= 0xdbff) return isLow(text.charCodeAt(i + 1));
  return isLow(unit) && isHigh(text.charCodeAt(i - 1));
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

export interface RequestRoom {
  /** Takes a row if there is room; says whether it did. The first row of a request is always taken. */
  take(text: string): boolean;
  /** Begins the next request. */
  next(): void;
  /** Whether a row alone is more than a request may hold. */
  isTooLong(text: string): boolean;
}

/**
 * Watches one request grow within a budget of tokens. Rows are counted only when their bytes cannot prove that there is room,
 * which for most tables is never. `text` is a row as written into the file: escaped, so no shorter than what the model reads.
 */
export function requestRoom(budgetTokens: number, count: TokenCounter): RequestRoom {
  let atMost = 0;
  let rows = 0;
  let uncounted: string[] = [];
  const countAll = () => {
    for (const text of uncounted) atMost += Math.min(0, count(text) - utf8Bytes(text));
    uncounted = [];
  };
  return {
    take(text) {
      const bytes = utf8Bytes(text) + JOIN_TOKENS;
      if (atMost + bytes > budgetTokens) countAll();
      const fitsByBytes = atMost + bytes <= budgetTokens;
      const tokens = fitsByBytes ? bytes : Math.min(bytes, count(text) + JOIN_TOKENS);
      if (rows > 0 && atMost + tokens > budgetTokens) return false;
      if (fitsByBytes) uncounted.push(text);
      atMost += tokens;
      rows++;
      return true;
    },
    next() {
      atMost = 0;
      rows = 0;
      uncounted = [];
    },
    isTooLong(text) {
      if (text.length + JOIN_TOKENS <= safeCharacters(budgetTokens)) return false;
      return utf8Bytes(text) + JOIN_TOKENS > budgetTokens && count(text) + JOIN_TOKENS > budgetTokens;
    },
  };
}
