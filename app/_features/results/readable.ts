/** A line of JSON laid out over several lines, with JSON held in strings opened up too; the text itself where it is none. */
export function readable(line: string): string {
  const value = parsed(line);
  return value === undefined ? line : JSON.stringify(opened(value, 0), null, 2);
}

/** Strings are opened to this depth only; nothing honest nests deeper. */
const DEPTH = 12;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function opened(value: unknown, depth: number): unknown {
  if (depth > DEPTH) return value;
  if (typeof value === 'string') {
    const inner = /^\s*[[{]/u.test(value) ? parsed(value) : undefined;
    return inner === undefined ? value : opened(inner, depth + 1);
  }
  if (Array.isArray(value)) return value.map((item) => opened(item, depth + 1));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item, depth + 1)]));
  }
  return value;
}
