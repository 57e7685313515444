import { isJsonObject, type Json } from '#lib/core/json';

/** A row of a request as the model sees it. */
export interface InputRow {
  id: string;
  /** All its texts, one below the other, without control marks. */
  text: string;
  /** Its named texts; `input_text` where there is only one. */
  fields: Record<string, string>;
  marks: Mark[];
}

export const MARKS = ['missing', 'refuse', 'malformed', 'fail', 'duplicate', 'invented', 'truncate', 'invalid', 'expire'] as const;
/** `shared`: only where the request carries other rows too. */
export interface Mark {
  kind: (typeof MARKS)[number];
  shared: boolean;
}

const MARK = new RegExp(String.raw`\s?\[\[sandbox:(${MARKS.join('|')})(:shared)?\]\]`, 'gi');

/** Control marks of a text, such as `[[sandbox:missing]]`. */
export function marksIn(text: string): Mark[] {
  return [...text.matchAll(MARK)].map((match) => ({ kind: match[1]!.toLowerCase() as Mark['kind'], shared: match[2] !== undefined }));
}

export function withoutMarks(text: string): string {
  return text.replace(MARK, '').trim();
}

/** The rows of a user message, a JSON list of objects that each name an `input_id`; null where it is something else. */
export function readRows(message: string): InputRow[] | null {
  const list = parse(message) ?? parse(message.slice(message.indexOf('['), message.lastIndexOf(']') + 1));
  if (!Array.isArray(list) || list.length === 0) return null;
  const rows = list.map(readRow);
  return rows.every((row) => row !== null) ? rows : null;
}

function readRow(value: Json): InputRow | null {
  if (!isJsonObject(value)) return null;
  const id = value['input_id'] ?? value['id'];
  if (typeof id !== 'string' && typeof id !== 'number') return null;
  const found: Record<string, string> = {};
  for (const [name, inner] of Object.entries(value)) {
    if (name !== 'input_id' && name !== 'id') collect(found, name, inner);
  }
  const whole = Object.values(found).join('\n');
  const fields = Object.fromEntries(Object.entries(found).map(([name, text]) => [name, withoutMarks(text)]));
  return { id: String(id), text: Object.values(fields).join('\n').trim(), fields, marks: marksIn(whole) };
}

function collect(found: Record<string, string>, name: string, value: Json): void {
  if (isJsonObject(value)) for (const [inner, text] of Object.entries(value)) collect(found, inner, text);
  else if (Array.isArray(value)) value.forEach((inner, i) => collect(found, `${name} ${i + 1}`, inner));
  else if (value !== null) found[name] = String(value);
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
