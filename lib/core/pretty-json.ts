import type { Json } from './json.ts';

const WIDTH = 72;

function onOneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${onOneLine(member)}`);
  return members.length ? `{ ${members.join(', ')} }` : '{}';
}

/** JSON laid out for reading: what fits on a line stands on one. `room` is what the line has left. */
export function layOut(value: Json, indent = '', room = WIDTH): string {
  const line = onOneLine(value);
  if (typeof value !== 'object' || value === null || (line.length <= room && indent !== '') || line === '{}' || line === '[]') return line;
  const inner = `${indent}  `;
  const left = WIDTH - inner.length;
  if (Array.isArray(value)) return `[\n${value.map((item) => inner + layOut(item, inner, left)).join(',\n')}\n${indent}]`;
  const members = Object.entries(value).map(([key, member]) => {
    const name = `${inner}${JSON.stringify(key)}: `;
    return name + layOut(member, inner, WIDTH - name.length);
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}

/** JSON text laid out on several lines; text that is not JSON stays as it is. */
export function prettyJson(text: string): string {
  try {
    return layOut(JSON.parse(text) as Json);
  } catch {
    return text;
  }
}
