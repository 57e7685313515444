import { describe, expect, it } from 'vitest';
import type { EndpointInfo } from '#lib/core/endpoint';
import { DEFAULT_RECIPE } from '#lib/core/recipe';
import type { Trial } from '#lib/jobs/try-request';
import { agreementWords, trialTable, usageWords } from './trial-words.ts';

const live = { kind: 'live', label: 'OpenAI', host: 'https://api.openai.com' } as EndpointInfo;
const recipe = { ...DEFAULT_RECIPE, question: { ...DEFAULT_RECIPE.question, model: 'gpt-6-luna' } };

const trial = (change: Partial<Trial> = {}): Trial => ({
  request: '{}',
  response: '{}',
  model: 'gpt-6-luna',
  usage: { inputTokens: 1_000_000, outputTokens: 100_000, cachedTokens: 0, reasoningTokens: 0 },
  rows: [
    { id: '1', text: 'a', state: 'ok', valueJson: '{}', note: '', fields: { mood: 'good', price: '3' } },
    { id: '2', text: 'b', state: 'missing', valueJson: '', note: 'Left out.', fields: {} },
    { id: '3', text: 'c', state: 'ok', valueJson: '{}', note: '', fields: { mood: 'bad', why: 'x' } },
  ],
  ...change,
});

describe('agreementWords', () => {
  it('names who gets how many rows, and what it costs without the discount', () => {
    const words = agreementWords(live, 5, { low: 0.02, high: 0.04 });
    for (const part of ['5 rows of your table go to OpenAI', 'https://api.openai.com', '$0.02–$0.04', 'full price'])
      expect(words).toContain(part);
    expect(agreementWords(live, 1, null)).toMatch(/^1 row of your table goes .*not known here/);
  });

  it('promises that nothing leaves the server on the sandbox', () => {
    expect(agreementWords({ ...live, kind: 'sandbox' }, 5, { low: 1, high: 2 })).toMatch(/nothing leaves this server, nothing is charged/);
  });
});

describe('trialTable', () => {
  it('has a column for every field of any answer, empty where a row has none', () => {
    const { fields, rows } = trialTable(trial());
    expect(fields).toEqual(['mood', 'price', 'why']);
    expect(rows.map(({ values }) => values)).toEqual([
      ['good', '3', ''],
      ['', '', ''],
      ['bad', '', 'x'],
    ]);
  });
});

describe('usageWords', () => {
  it('tells tokens and the price of one request without the batch discount', () => {
    expect(usageWords(trial(), recipe, false)).toMatch(/^gpt-6-luna · 1.000.000 tokens in · 100.000 out · \$0\.\d\d$/);
    const thought = { inputTokens: 10, outputTokens: 20, cachedTokens: 4, reasoningTokens: 15 };
    expect(usageWords(trial({ usage: thought }), recipe, false)).toBe(
      'gpt-6-luna · 10 tokens in, 4 of them stored before · 20 out, 15 of them thinking · under 1 cent',
    );
  });

  it('claims no price for practice answers, unknown models and answers that tell nothing', () => {
    expect(usageWords(trial(), recipe, true)).toContain('nothing charged');
    expect(usageWords(trial(), { ...recipe, question: { ...recipe.question, model: 'mine' } }, false)).toContain('price unknown');
    expect(usageWords(trial({ usage: null, model: null }), recipe, false)).toBe('the provider did not say how many tokens it used');
  });
});
