import { expect, it } from 'vitest';
import { looseId } from './loose-id.ts';

it.each([
  ['case', ['Seg-A', 'seg-a', 'SEG-A']],
  ['white space', ['a b', ' a b ', 'a\t\n b', 'a\u00a0b']],
  ['quotes around', ['a"b', '"a"b"', ' "a"b" ', "'a\"b'", '`a"b`', '" a"b "']],
  ['Unicode form', ['é1', 'e\u03011', 'é１']],
  ['a whole number', ['7', '07', '+7', '7.', '7.0', '7.00', '"007"']],
  ['a fraction', ['1.5', '01.50', '+1.500']],
  ['a number below zero', ['-1.5', '-01.50']],
  ['ten', ['10', '010', '10.0']],
  ['nought', ['0', '00', '0.0']],
])('takes %s for one id however it is written', (_what, ids) => {
  expect(ids.map(looseId)).toEqual(ids.map(() => looseId(ids[0]!)));
});

it('keeps apart what means something else', () => {
  const ids = [
    '1',
    '-1',
    '10',
    '1.5',
    '1.05',
    '15',
    '1.5.0',
    'a1',
    '1a',
    'a01',
    '01a',
    'a b',
    'ab',
    '"a',
    '\'a"',
    'x"a"',
    '"a"x',
    'ax',
    '',
    '.5',
    '5',
  ];
  expect(new Set(ids.map(looseId)).size).toBe(ids.length);
});
