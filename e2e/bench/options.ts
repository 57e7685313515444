import { parseArgs } from 'node:util';
import type { ProviderName } from '#lib/core/recipe';

/** In the order they run; each needs those before it, whether it is measured or not. */
export const STEPS = [
  'import',
  'prepare',
  'prepare-shuffled',
  'first-rows',
  'ledger',
  'search',
  'sort',
  'export-csv',
  'bundle',
  'scroll',
] as const;
export type StepName = (typeof STEPS)[number];

export interface BenchOptions {
  rows: number;
  /** Mean characters of a text. */
  textLength: number;
  /** Share of rows with quotes, line breaks, emoji, CJK or backslashes, from 0 to 1. */
  odd: number;
  seed: number;
  /** Order of the job whose results are collected. */
  order: 'source' | 'shuffled';
  providers: ProviderName[];
  /** Runs, each in a browser profile of its own; figures are their medians. */
  repeat: number;
  steps: StepName[];
  /** File for the figures; null: none. */
  json: string | null;
}

export const USAGE = `npm run bench -- [options]
  --rows 100000         rows of the table
  --text-length 330     mean characters of a text
  --odd 0.05            share of rows with quotes, line breaks, emoji, CJK, backslashes
  --order source        order of the job that is collected: source or shuffled
  --provider both       openai, anthropic or both
  --repeat 1            runs, each in a fresh profile; figures are medians
  --seed 1
  --steps all           some of ${STEPS.join(', ')}
  --json FILE           writes the figures`;

function numberFrom(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new RangeError(`--${name} takes a number from ${least} to ${most}, not "${text}".`);
}

function wholeFrom(name: string, text: string, least: number, most: number): number {
  const value = numberFrom(name, text, least, most);
  if (Number.isInteger(value)) return value;
  throw new RangeError(`--${name} takes a whole number, not "${text}".`);
}

function oneOf<const T extends string>(name: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new RangeError(`--${name} takes ${known.join(', ')}; not "${text}".`);
}

/** Reads the command line. Throws in words where an option is unknown or out of range. */
export function readOptions(args: string[]): BenchOptions {
  const text = (byDefault: string) => ({ type: 'string', default: byDefault }) as const;
  const { values } = parseArgs({
    args,
    options: {
      rows: text('100000'),
      'text-length': text('330'),
      odd: text('0.05'),
      order: text('source'),
      provider: text('both'),
      repeat: text('1'),
      seed: text('1'),
      steps: text('all'),
      json: { type: 'string' },
    },
  });
  const provider = oneOf('provider', values.provider, ['openai', 'anthropic', 'both']);
  return {
    rows: wholeFrom('rows', values.rows, 100, 20_000_000),
    textLength: wholeFrom('text-length', values['text-length'], 20, 100_000),
    odd: numberFrom('odd', values.odd, 0, 1),
    order: oneOf('order', values.order, ['source', 'shuffled']),
    providers: provider === 'both' ? ['openai', 'anthropic'] : [provider],
    repeat: wholeFrom('repeat', values.repeat, 1, 99),
    seed: wholeFrom('seed', values.seed, 0, 4_294_967_295),
    steps: values.steps === 'all' ? [...STEPS] : values.steps.split(',').map((step) => oneOf('steps', step.trim(), STEPS)),
    json: values.json ?? null,
  };
}

/** Whether a run has to go as far as `step` for the steps wanted. */
export function goesAsFarAs({ steps }: Pick<BenchOptions, 'steps'>, step: StepName): boolean {
  return steps.some((wanted) => STEPS.indexOf(wanted) >= STEPS.indexOf(step));
}
