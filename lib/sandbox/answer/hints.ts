import type { Json, JsonObject } from '#lib/core/json';
import { nameWords } from './text.ts';

/** What the instructions say about fields and values, beyond the schema. */
export interface Hints {
  prompt: string;
  /** What stands behind a word and a colon somewhere in the instructions: `- delivery: late parcels, couriers`. */
  describe(name: string): string;
}

let latest: Hints | null = null;

/** Reads instructions; the same ones in a row, as in a batch, are read once. */
export function hintsOf(prompt: string): Hints {
  if (latest?.prompt !== prompt) latest = makeHints(prompt);
  return latest;
}

function makeHints(prompt: string): Hints {
  const known = new Map<string, string>();
  const find = (name: string): string => {
    const spaced = escape(name).replace(/[_\s-]+/g, String.raw`[_\s-]`);
    const line = new RegExp(String.raw`(?:^|[\s"'\`*(])${spaced}["'\`*]*\s*(?:\([^)\n]*\)\s*)?[:=–—]\s*([^\n]+)`, 'im').exec(prompt);
    return line?.[1]?.trim() ?? '';
  };
  return {
    prompt,
    describe(name) {
      const before = known.get(name);
      if (before !== undefined) return before;
      const found = find(name);
      known.set(name, found);
      return found;
    },
  };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

const LISTED = /\b(?:fields?|keys?|properties|columns|attributes)\b[^:\n.]{0,60}[:=]\s*([^\n]+)/i;
const LISTED_PLAINLY = /\bwith\s(?:the\s)?(?:fields|keys|properties)\s+([^\n.:]+)/i;
const ITEM = /^(\s*)(?:\d+[.)]|[-*•])\s*["'`*]*([A-Za-z]\w{0,40})["'`*]*\s*(?:\(([^)\n]*)\))?\s*[:–—]\s*(.*)$/;
const NOT_FIELDS = new Set(['all_results', 'results', 'input_text', 'json', 'and', 'or', 'note', 'example', 'important']);

interface Item {
  name: string;
  indent: number;
  /** What follows up to the next field, values listed below it included. */
  text: string;
}

/**
 * A schema of one result row, made from what instructions ask for in words: `fields: a, b, c`, a numbered or bulleted
 * list of `name: what it is`, or the keys of an example object. Null where nothing of the kind is found.
 */
export function rowSchemaFromPrompt(prompt: string): JsonObject | null {
  const items = readItems(prompt);
  const listed = LISTED.exec(prompt)?.[1] ?? LISTED_PLAINLY.exec(prompt)?.[1];
  const names = [fieldNames(listed ?? ''), items.map((item) => item.name), exampleKeys(prompt)].find((list) => list.length > 0);
  const fields = [...new Set(names ?? [])].filter((name) => !NOT_FIELDS.has(name.toLowerCase()));
  if (fields.length === 0) return null;
  const properties: JsonObject = { input_id: { type: 'string' } };
  for (const field of fields) properties[field] ??= fieldSchema(field, items.find((item) => item.name === field)?.text ?? '');
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function readItems(prompt: string): Item[] {
  const items: Item[] = [];
  const lines = prompt.split('\n');
  const numbered = lines.some((line) => /^\s*\d+[.)]/.test(line) && ITEM.test(line));
  let least = Infinity;
  for (const line of lines) {
    const match = ITEM.exec(line);
    const indent = match?.[1]?.length ?? 0;
    const isField = match !== null && (numbered ? /^\s*\d/.test(line) : indent <= least);
    if (isField) {
      least = Math.min(least, indent);
      items.push({ name: match[2]!, indent, text: `${match[3] ?? ''} ${match[4] ?? ''}` });
    } else if (line.trim() === '') {
      continue;
    } else if (items.length > 0 && (/^\s/.test(line) || match)) {
      items.at(-1)!.text += `\n${line}`;
    }
  }
  return items;
}

function fieldNames(list: string): string[] {
  const names = list
    .split(/,|;|\sand\s|\s*\/\s*/)
    .map((piece) => /^[\s"'`*([{]*([A-Za-z]\w{0,40})["'`*)\]}]*\s*(?:\(.*)?\.?\s*$/.exec(piece.split('. ')[0]!)?.[1]);
  return names.filter((name) => name !== undefined);
}

function exampleKeys(prompt: string): string[] {
  const example = [...prompt.matchAll(/\{[^{}]*\}/g)].find((match) => /"input_id"|"\w+"\s*:/.test(match[0]))?.[0] ?? '';
  return [...example.matchAll(/"(\w+)"\s*:/g)].map((match) => match[1]!);
}

function fieldSchema(name: string, text: string): Json {
  const words = nameWords(name);
  const values = valuesIn(text);
  const description = text.split('\n')[0]!.trim();
  const last = words.at(-1) ?? '';
  const isList = /\b(?:list|array)\b/i.test(description) || (last.endsWith('s') && !/(?:ss|us|is)$/.test(last));
  if (isList) return { type: 'array', description, items: values ? { type: 'string', enum: values } : { type: 'string' } };
  if (values) return { type: 'string', description, enum: values };
  if (/\b(?:true|false|boolean|yes\/no|yes or no)\b/i.test(description) || /^(?:is|has|was|does|mentions|would)$/.test(words[0] ?? '')) {
    return { type: 'boolean', description };
  }
  if (/\b(?:0(?:\.0)?\s?(?:-|–|to|and|,)\s?1(?:\.0)?)\b/.test(description) || words.includes('confidence')) {
    return { type: 'number', description, minimum: 0, maximum: 1 };
  }
  if (
    /\b(?:float|number|decimal|integer|numeric)\b/i.test(description) ||
    /^(?:price|cost|amount|rating|count|age|year)$/.test(words.at(-1) ?? '')
  ) {
    return { type: ['number', 'null'], description };
  }
  return { type: 'string', description };
}

/** Values a field may take, where its text lists them: quoted, one per line, or after "one of". */
function valuesIn(text: string): string[] | null {
  if (!/\b(?:one of|either|options?|categories|choose|values?|following)\b/i.test(text) && !/\w\s*\|\s*\w/.test(text)) return null;
  const bullets = [...text.matchAll(/^\s*[-*•]\s*["'`]?([A-Za-z][\w -]{0,40}?)["'`]?\s*(?:[:–—(].*)?$/gm)].map((match) => match[1]!);
  if (bullets.length > 1) return bullets;
  const first = text.split('\n')[0]!;
  const quoted = [...first.matchAll(/["“`']([^"”`']{1,40})["”`']/g)].map((match) => match[1]!);
  if (quoted.length > 1) return [...new Set(quoted)];
  const piped = /((?:[\w-]+\s*\|\s*)+[\w-]+)/.exec(first)?.[1];
  if (piped) return piped.split('|').map((value) => value.trim());
  const plain = /\b(?:one of|either)\s*:?\s*([^.\n]+)/i.exec(first)?.[1] ?? '';
  const values = plain.split(/,|\sor\s/).map((value) => value.replace(/^\s*(?:or\s)?/, '').trim());
  return values.length > 1 && values.every((value) => /^[\w -]{1,40}$/.test(value)) ? values : null;
}
