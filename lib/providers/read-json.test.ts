import { expect, it } from 'vitest';
import type { Json } from '#lib/core/json';
import { countOr, parseJson, stringifyJson, textOr } from './read-json.ts';

it('takes for a text only one that says something', () => {
  expect(['a', '', 7, null, undefined, ['a']].map(textOr)).toEqual(['a', null, null, null, null, null]);
});

it('takes for a count only a number above nought', () => {
  expect([5, 0, -1, Infinity, '5', null, undefined, [5]].map(countOr)).toEqual([5, 0, 0, 0, 0, 0, 0, 0]);
});

it('reads and writes JSON, and gives nothing where that cannot be', () => {
  expect(parseJson('{"a":1}')).toEqual({ a: 1 });
  expect(parseJson('{"a":')).toBeUndefined();
  let deep: Json = [];
  for (let i = 0; i < 50_000; i++) deep = [deep];
  expect([stringifyJson({ a: 1 }), stringifyJson(deep)]).toEqual(['{"a":1}', '']);
});
