import { hashText } from '../run/order.ts';

const WAYS: readonly [before: string, after: string][] = [
  ['', ''],
  ['```json\n', '\n```'],
  ['Here are the results:\n\n```json\n', '\n```\n\nAnything else?'],
  ['Here is the JSON you asked for:\n\n', ''],
];

/** JSON as a model gives it that was merely asked for it: bare, fenced or with words around it, always the same way for the same message. */
export function inProse(json: string, message: string, isCut: boolean): string {
  if (!json.startsWith('{')) return json;
  const [before, after] = WAYS[hashText(message) % WAYS.length]!;
  return before + json + (isCut ? '' : after);
}
