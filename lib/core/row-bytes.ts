import { escapeInside, nestedString } from './json-escape.ts';
import type { RequestFrame } from './request-frame.ts';

/**
 * Names a row's texts go under. One column is always `input_text`. Several keep their own names; one that is
 * taken already, as `input_id` always is, gets the first free of `name_2`, `name_3` …
 */
export function fieldNames(textColumns: readonly string[]): string[] {
  if (textColumns.length === 1) return ['input_text'];
  const taken = new Set(['input_id', ...textColumns.filter((name) => name !== 'input_id')]);
  const used = new Set(['input_id']);
  return textColumns.map((column) => {
    let name = column;
    for (let n = 2; used.has(name) || (name !== column && taken.has(name)); n++) name = `${column}_${n}`;
    used.add(name);
    return name;
  });
}

/**
 * Writes rows of one recipe: `{"input_id": id, …texts}` as compact JSON, escaped for standing inside a JSON string.
 * `texts` are in the order of `textColumns`.
 */
export function rowWriter(textColumns: readonly string[]): (id: string, texts: readonly string[]) => string {
  const keys = fieldNames(textColumns).map((name) => `,${escapeInside(JSON.stringify(name))}:`);
  return (id, texts) => {
    let row = `{\\"input_id\\":${nestedString(id)}`;
    for (let c = 0; c < keys.length; c++) row += keys[c] + nestedString(texts[c] ?? '');
    return `${row}}`;
  };
}

/** The text of one request. `customId` holds only `[A-Za-z0-9_-]`; `rows` come from {@link rowWriter}. */
export function packRequest(frame: RequestFrame, customId: string, rows: readonly string[]): string {
  return frame.beforeId + customId + frame.afterId + rows.join(',') + frame.end;
}
