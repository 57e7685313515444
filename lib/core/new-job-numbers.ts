import { DEFAULT_RECIPE, type Recipe } from './recipe.ts';

/** The numbers of a recipe that a person types. */
export const NUMBER_FIELDS = [
  'rowCount',
  'rowSeed',
  'rowsPerRequest',
  'orderSeed',
  'temperature',
  'outputLimit',
  'requestsPerBatch',
  'pollSeconds',
  'giveUpHours',
  'keepDays',
] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** Names of their fields on screen. */
export const NUMBER_LABELS: Record<NumberField, string> = {
  rowCount: 'How many rows',
  rowSeed: 'Seed of the draw',
  rowsPerRequest: 'Rows per request',
  orderSeed: 'Seed of the shuffle',
  temperature: 'Temperature sent',
  outputLimit: 'Output limit',
  requestsPerBatch: 'Requests per batch',
  pollSeconds: 'Look for results every',
  giveUpHours: 'Stop looking after',
  keepDays: 'Delete files at the provider after',
};

interface NumberRule {
  isWhole: boolean;
  /** Smallest number allowed; with `isAbove`, the number it has to be larger than. */
  least: number;
  isAbove?: boolean;
  most?: number;
  mayBeEmpty: boolean | ((recipe: Recipe) => boolean);
  example: string;
  /** Undefined where the recipe, as it stands, has no such number. */
  read(recipe: Recipe): number | null | undefined;
  /** Writes into a copy of the recipe. */
  write(recipe: Recipe, value: number | null): void;
}

const whole = { isWhole: true, mayBeEmpty: false };

const RULES: Record<NumberField, NumberRule> = {
  rowCount: {
    ...whole,
    least: 1,
    example: '100',
    read: ({ sending }) => (sending.rows.kind === 'all' ? undefined : sending.rows.rows),
    write: ({ sending }, value) => {
      if (sending.rows.kind !== 'all' && value !== null) sending.rows.rows = value;
    },
  },
  rowSeed: {
    ...whole,
    least: 0,
    example: '1',
    read: ({ sending }) => (sending.rows.kind === 'random' ? sending.rows.seed : undefined),
    write: ({ sending }, value) => {
      if (sending.rows.kind === 'random' && value !== null) sending.rows.seed = value;
    },
  },
  rowsPerRequest: {
    ...whole,
    least: 1,
    example: '5',
    read: ({ sending }) => sending.rowsPerRequest,
    write: ({ sending }, value) => {
      if (value !== null) sending.rowsPerRequest = value;
    },
  },
  orderSeed: {
    ...whole,
    least: 0,
    example: '1',
    read: ({ sending }) => (sending.order.kind === 'shuffled' ? sending.order.seed : undefined),
    write: ({ sending }, value) => {
      if (sending.order.kind === 'shuffled' && value !== null) sending.order.seed = value;
    },
  },
  temperature: {
    isWhole: false,
    mayBeEmpty: false,
    least: 0,
    most: 2,
    example: '0.3',
    read: ({ question }) => {
      const temperature = question.provider.provider === 'openai' ? question.provider.options.temperature : null;
      return typeof temperature === 'number' ? temperature : undefined;
    },
    write: ({ question }, value) => {
      if (value !== null && question.provider.provider === 'openai') question.provider.options.temperature = value;
    },
  },
  outputLimit: {
    isWhole: true,
    // Anthropic wants a limit always.
    mayBeEmpty: ({ question }) => question.provider.provider === 'openai',
    least: 1,
    example: '32000',
    read: ({ question }) => question.provider.options.outputLimit,
    write: ({ question }, value) => {
      if (question.provider.provider === 'openai') question.provider.options.outputLimit = value;
      else if (value !== null) question.provider.options.outputLimit = value;
    },
  },
  requestsPerBatch: {
    ...whole,
    least: 1,
    example: '5000',
    read: ({ sending }) => sending.requestsPerBatch,
    write: ({ sending }, value) => {
      if (value !== null) sending.requestsPerBatch = value;
    },
  },
  pollSeconds: {
    isWhole: false,
    mayBeEmpty: false,
    least: 1,
    example: '300',
    read: ({ sending }) => sending.pollSeconds,
    write: ({ sending }, value) => {
      if (value !== null) sending.pollSeconds = value;
    },
  },
  giveUpHours: {
    isWhole: false,
    isAbove: true,
    mayBeEmpty: true,
    least: 0,
    example: '48',
    read: ({ sending }) => sending.giveUpHours,
    write: ({ sending }, value) => {
      sending.giveUpHours = value;
    },
  },
  keepDays: {
    isWhole: true,
    mayBeEmpty: true,
    least: 1,
    most: 30,
    example: '7',
    read: ({ question, sending }) => (question.provider.provider === 'openai' ? (sending.keepDays ?? null) : undefined),
    write: ({ sending }, value) => {
      if (value === null) delete sending.keepDays;
      else sending.keepDays = value;
    },
  },
};

/** The number as it stands in the recipe; '' for none. Undefined where the recipe has no such number now. */
export function numberInRecipe(recipe: Recipe, field: NumberField): string | undefined {
  const value = RULES[field].read(recipe);
  return value === undefined ? undefined : String(value ?? '');
}

/** A copy of the recipe with the number in it. */
export function withNumber(recipe: Recipe, field: NumberField, value: number | null): Recipe {
  const next = structuredClone(recipe);
  RULES[field].write(next, value);
  return next;
}

export type NumberRead = { ok: true; value: number | null } | { ok: false; problem: string };

/**
 * Reads what a person typed for a recipe, or says in words what is wrong with it. Digits and a decimal point only: "1,000"
 * means two things.
 */
export function readNumber(field: NumberField, text: string, recipe: Recipe = DEFAULT_RECIPE): NumberRead {
  const rule = RULES[field];
  const mayBeEmpty = typeof rule.mayBeEmpty === 'function' ? rule.mayBeEmpty(recipe) : rule.mayBeEmpty;
  const trimmed = text.trim();
  const fail = (problem: string): NumberRead => ({ ok: false, problem: `${problem}, for example ${rule.example}.` });
  if (trimmed === '') return mayBeEmpty ? { ok: true, value: null } : fail('Write a number');
  if (!/^-?\d*\.?\d+$/.test(trimmed)) return fail(`“${trimmed}” is not a number. Use digits only`);
  const value = Number(trimmed);
  if (rule.isWhole && !Number.isSafeInteger(value)) return fail(`“${trimmed}” is not a whole number. Use a whole one`);
  if (rule.isAbove ? value <= rule.least : value < rule.least) {
    return fail(rule.isAbove ? `The number has to be more than ${rule.least}` : `The number has to be ${rule.least} or more`);
  }
  if (rule.most !== undefined && value > rule.most) return fail(`The number has to be ${rule.most} or less`);
  return { ok: true, value };
}
