import { expect, test } from 'vitest';
import { goesAsFarAs, readOptions, STEPS } from './options.ts';

test('without options: 100,000 rows, both providers, every step once', () => {
  expect(readOptions([])).toMatchObject({ rows: 100_000, providers: ['openai', 'anthropic'], repeat: 1, steps: [...STEPS], json: null });
});

test('options are read', () => {
  const args = ['--rows', '1000000', '--provider', 'anthropic', '--steps', 'import, ledger', '--json', 'out.json', '--order=shuffled'];
  expect(readOptions(args)).toMatchObject({
    rows: 1_000_000,
    providers: ['anthropic'],
    steps: ['import', 'ledger'],
    json: 'out.json',
    order: 'shuffled',
  });
});

test.each([
  [['--rows', 'many'], /--rows takes a number/],
  [['--rows', '1000.5'], /--rows takes a whole number/],
  [['--odd', '2'], /--odd takes a number from 0 to 1/],
  [['--provider', 'both,openai'], /--provider takes openai, anthropic, both/],
  [['--steps', 'import,baking'], /--steps takes import/],
  [['--row', '5'], /row/],
])('%j is refused in words', (args, words) => {
  expect(() => readOptions(args)).toThrow(words);
});

test('a run goes as far as the last step wanted', () => {
  expect(goesAsFarAs({ steps: ['prepare'] }, 'import')).toBe(true);
  expect(goesAsFarAs({ steps: ['prepare'] }, 'ledger')).toBe(false);
});
