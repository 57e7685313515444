import { describe, expect, it } from 'vitest';
import { scanJson, type JsonSpan } from './json-scan.ts';

const KEYS = { isList: (key: string) => key === 'rows' || key === 'list', isAnswer: (key: string) => key === 'rows' };

/** Every value found, with `…` where it is not closed, and the rows in it. `take` is told the value's text. */
function scan(text: string, take: (found: string) => boolean = () => true) {
  const found: [string, ...string[]][] = [];
  scanJson(text, KEYS, ({ start, end, closed, items }: JsonSpan) => {
    const value = text.slice(start, end);
    found.push([closed ? value : `${value}…`, ...items.map(([from, to]) => text.slice(from, to))]);
    return take(value);
  });
  return found;
}

const values = (text: string, take?: (found: string) => boolean) => scan(text, take).map(([value]) => value);

describe('scanJson', () => {
  it('finds values one after the other, whatever stands between', () => {
    expect(values('So: {"a":1} and [1, [2]]\n```json\n{ "b": {} }```')).toEqual(['{"a":1}', '[1, [2]]', '{ "b": {} }']);
    expect(values('no JSON')).toEqual([]);
    expect(values('')).toEqual([]);
  });

  it.each(['{"', '{ }', '["', '[{', '[[', '[]', '[-1', '[0', '[true', '[false', '[null', '[ \n1'])('takes %j for a beginning', (text) => {
    expect(values(`x ${text}`)).toEqual([text.endsWith(']') || text.endsWith('}') ? text : `${text}…`]);
  });

  it('takes a list for rows by the key right before it, however long that is', () => {
    expect(scan('{"rows":1,"x":[{"a":1}]')).toEqual([['{"rows":1,"x":[{"a":1}]…']]);
    expect(scan(`{"rows":1,"${'x'.repeat(50)}":[{"a":1}]`)).toEqual([[`{"rows":1,"${'x'.repeat(50)}":[{"a":1}]…`]]);
  });

  it.each(['{it}', '{1', '[as asked]', '[+1', '[,', '(', '] }'])('takes %j for prose', (text) => {
    expect(values(text)).toEqual([]);
  });

  it('does not mind brackets and quotes inside texts', () => {
    const value = '{"a":"}]\\"{[","b\\\\":"\\\\"}';
    expect(values(`${value}]`)).toEqual([value]);
    expect(values('["never ends]')).toEqual(['["never ends]…']);
    expect(values('["ends in a backslash\\')).toEqual(['["ends in a backslash\\…']);
  });

  it('ends a value at the first bracket that fits none', () => {
    expect(values('{"a":[1}')).toEqual(['{"a":[1}…']);
    expect(values('[{"a":1]')).toEqual(['[{"a":1]…']);
  });
});

describe('rows of a value', () => {
  const [a, b] = ['{"id":"a"}', '{"id":"b","x":{"y":[{}]}}'];
  const rowsOf = (text: string) => scan(text).flatMap(([, ...rows]) => rows);

  it('are the whole objects of a list, whether it ends or not', () => {
    expect(rowsOf(`[${a},${b}]`)).toEqual([a, b]);
    expect(rowsOf(`[${a},"x",[${b}],{"id":"c"`)).toEqual([a]);
  });

  it('are those of the list under a key, and of no other', () => {
    expect(rowsOf(`{"rows":[${a},${b},{"id`)).toEqual([a, b]);
    expect(rowsOf(`{"n":[${b}],"list": [${a}],"more":[${b}],"rows":[${b}]}`)).toEqual([a]);
    expect(rowsOf(`{"x":{"rows":[${a}]}}`)).toEqual([]);
    expect(rowsOf(`{"rows":${a}}`)).toEqual([]);
    expect(rowsOf(`{"rows":{"x":[1],"y":${b}`)).toEqual([]);
    expect(rowsOf(`{"rows":{"y":${b}`)).toEqual([]);
    expect(rowsOf(a)).toEqual([]);
  });
});

describe('the search goes on', () => {
  const none = () => false;

  it('inside prose, but not inside an object that is a value', () => {
    expect(values('[1 [2] 3]', none)).toEqual(['[1 [2] 3]', '[2]']);
    expect(values('{"a":[1]} [2]', none)).toEqual(['{"a":[1]}', '[2]']);
    expect(values('{ "a" :[1]} [2]', none)).toEqual(['{ "a" :[1]}', '[2]']);
    expect(values('{} [2]', none)).toEqual(['{}', '[2]']);
  });

  it('not inside what broke off, unless the answer begins anew', () => {
    expect(values('{"a":[{"b":1}')).toEqual(['{"a":[{"b":1}…']);
    expect(values('{"a":[{"b":1} { "rows" : [1]}')).toEqual(['{"a":[{"b":1} { "rows" : [1]}…', '{ "rows" : [1]}']);
    expect(values('{"list":[{"b":1} {"list":[1]}')).toHaveLength(1);
    // A value that made nothing is left for an answer in it, or for what follows it.
    expect(values('{"a":{"rows":[1]}} [2]', (value) => value.startsWith('[2') || value.startsWith('{"rows'))).toEqual([
      '{"a":{"rows":[1]}}',
      '{"rows":[1]}',
      '[2]',
    ]);
    expect(values('{"a":1} [2] {"rows":[3]}', none)).toEqual(['{"a":1}', '[2]', '{"rows":[3]}']);
  });

  it('finds each answer begun anew', () => {
    const text = '{"rows":[{"x":1},{"rows":[{"x":2},{"rows":[{"x":3}';
    expect(scan(text).map(([, ...rows]) => rows.at(0))).toEqual(['{"x":1}', '{"x":2}', '{"x":3}']);
  });

  it('a few times over the text at most', () => {
    expect(scan('['.repeat(200_000), none)).toHaveLength(5);
  });
});
