import type { Json } from './json.ts';

/** The first fault of a text that is not JSON: where it is, from 1, and what is wrong. */
export interface JsonFault {
  line: number;
  column: number;
  /** Words that follow “Line 3, column 5: ”. */
  words: string;
}

export type ParsedText = { ok: true; json: Json } | { ok: false; fault: JsonFault; problem: string };

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy;
const WORD = /[A-Za-z_$][\w$]*/y;
const SPACE = /[ \t\n\r]*/y;
const DEEPEST = 500;

interface Fault {
  at: number;
  words: string;
}

/** Walks text that is not JSON to find where it breaks; engines word and place their own messages differently. */
function findFault(text: string): Fault | null {
  let at = 0;
  let depth = 0;
  let fault: Fault | null = null;
  const fail = (words: string, where = at) => {
    fault = { at: where, words };
    return false;
  };
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    at += found?.length ?? 0;
    return found;
  };
  const string = () => {
    const open = at;
    take(STRING);
    if (text[at] === '\\') return fail('this escape does not exist in JSON; write \\\\ for a backslash');
    if (at >= text.length || text[at] === '\n' || text[at] === '\r') return fail('this text has no closing "', open);
    return text[at++] === '"' || fail('this character must be written as an escape', at - 1);
  };
  const members = (close: string, member: () => boolean) => {
    const open = at++;
    take(SPACE);
    if (text[at] === close) return Boolean(at++);
    while (member()) {
      take(SPACE);
      if (text[at] === close) return Boolean(at++);
      if (at >= text.length) return fail(`this ${text[open]} is never closed; a ${close} is missing`, open);
      if (text[at] !== ',') return fail(`a comma or ${close} is missing before this`);
      at++;
      take(SPACE);
      if (text[at] === close) return fail(`there is a comma too many before this ${close}`);
    }
    return false;
  };
  const property = () => {
    take(SPACE);
    if (text[at] !== '"') return fail('a name in double quotes is missing here');
    if (!string()) return false;
    take(SPACE);
    if (text[at] !== ':') return fail('a : is missing after the name');
    at++;
    return value();
  };
  const literal = () => {
    if (/['“”‘’]/.test(text[at] ?? '')) return fail('JSON texts stand in straight double quotes: "…"');
    if (text.startsWith('//', at) || text.startsWith('/*', at)) return fail('JSON has no comments');
    const from = at;
    if (take(NUMBER) !== null) return true;
    const word = take(WORD);
    if (word === null) return fail(at < text.length ? 'a value is missing here' : 'the text ends where a value is missing');
    return ['true', 'false', 'null'].includes(word) || fail(`“${word}” needs double quotes around it`, from);
  };
  function value(): boolean {
    take(SPACE);
    if (text[at] === '"') return string();
    if (text[at] !== '{' && text[at] !== '[') return literal();
    if (++depth > DEEPEST) return fail('brackets are nested too deeply');
    const whole = text[at] === '{' ? members('}', property) : members(']', value);
    depth--;
    return whole;
  }
  if (value()) {
    take(SPACE);
    if (at < text.length) fail('the JSON was complete before this; take the rest away');
  }
  return fault;
}

/** Parses the text of a schema; a fault is placed by line and column and told in words. A leading byte order mark is ignored. */
export function parseSchemaText(text: string): ParsedText {
  const plain = text.replace(/^\ufeff/, '');
  try {
    return { ok: true, json: JSON.parse(plain) as Json };
  } catch {
    const { at, words } = findFault(plain) ?? { at: 0, words: 'this is not JSON' };
    const before = plain.slice(0, at).split('\n');
    const fault = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, words };
    return { ok: false, fault, problem: `Line ${fault.line}, column ${fault.column}: ${words}.` };
  }
}
