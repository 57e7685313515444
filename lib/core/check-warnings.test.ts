import { describe, expect, it } from 'vitest';
import type { CheckResult } from './check.ts';
import { checkWarnings, type WarningSources } from './check-warnings.ts';
import type { EstimateWarning } from './estimate/estimate-warnings.ts';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type Question, type Recipe, type Sending } from './recipe.ts';
import { reviewSchema } from './schema-review.ts';

const result = {
  duplicateIds: { rows: 0, ids: [], examples: [] },
  skipped: { 'too-long': { rows: 0, examples: [] } },
  largestRequest: 100,
  warnings: [],
} as unknown as CheckResult;

const recipe = (question: Partial<Question>, sending: Partial<Sending> = {}): Recipe => ({
  question: { ...DEFAULT_RECIPE.question, ...question },
  sending: { ...DEFAULT_RECIPE.sending, ...sending },
});
const warnings = (found: CheckResult, asked = DEFAULT_RECIPE, sources: Partial<WarningSources> = {}) =>
  checkWarnings(found, asked, { notes: [], estimate: [], form: [], ...sources });
const tooLong = (rows: number): CheckResult => ({ ...result, skipped: { ...result.skipped, 'too-long': { rows, examples: [1] } } });

describe('checkWarnings', () => {
  it('is silent where all is well, and passes on what others found', () => {
    expect(warnings(result)).toEqual([]);
    expect(warnings({ ...result, warnings: ['x'] }, DEFAULT_RECIPE, { form: ['y'] })).toEqual(['y', 'x']);
  });

  it('says what becomes of repeated ids', () => {
    const repeated = { ...result, duplicateIds: { rows: 2, ids: ['a', 'b'], examples: [3, 4] } };
    expect(warnings(repeated)[0]).toBe('2 rows repeat an id of an earlier row (“a”, “b”). They are left out.');
    expect(warnings(repeated, recipe({}, { duplicateIds: 'number' }))[0]).toContain('#2');
  });

  it('tells a schema the provider refuses from one it cannot enforce', () => {
    const loose = '{"type":"object","properties":{"a":{"type":"string"}}}';
    const wrapper = `{"type":"json_schema","json_schema":{"name":"x","strict":true,"schema":${loose}}}`;
    expect(warnings(result, DEFAULT_RECIPE, { notes: reviewSchema(loose, true) })[0]).toContain('cannot enforce');
    expect(warnings(result, DEFAULT_RECIPE, { notes: reviewSchema(wrapper, true) })[0]).toContain('refuse every request');
    expect(warnings(result, recipe({ provider: DEFAULT_OPTIONS.anthropic }), { notes: reviewSchema(loose, true) })).toEqual([]);
  });

  it('points at a request that is very large where nothing better is known', () => {
    expect(warnings({ ...result, largestRequest: 5_000_000 })[0]).toContain('5 MB');
    expect(warnings({ ...result, largestRequest: 5_000_000 }, recipe({ model: 'gpt-6-luna' }))).toEqual([]);
  });

  it('says why a row is too long: past a price step unless that is wanted, past what the model reads, or past any request', () => {
    const haiku = { provider: DEFAULT_OPTIONS.anthropic, model: 'claude-haiku-5-5' };
    expect(warnings(tooLong(2), recipe(haiku))[0]).toMatch(/^2 rows are left out.*over 100.000 tokens.*send them.*cross a price step/);
    expect(warnings(tooLong(1), recipe(haiku, { crossPriceStep: true }))[0]).toMatch(
      /^1 row is left out.*reads at once \(1.000.000 tokens\)/,
    );
    expect(warnings(tooLong(1), recipe({ model: 'my-own' }))[0]).toContain('too long for one request');
  });

  it('names settings the model would refuse', () => {
    const hot = { ...DEFAULT_OPTIONS.openai, options: { ...DEFAULT_OPTIONS.openai.options, temperature: 0.5 } };
    expect(warnings(result, recipe({ model: 'gpt-6-luna', provider: hot, thinking: 'low' }))[0]).toContain('temperature');
    expect(warnings(result, recipe({ model: 'gpt-6-luna', provider: hot, thinking: 'none' }))).toEqual([]);
    expect(warnings(result, recipe({ model: 'gpt-6-luna', thinking: 'adaptive:low' }))[0]).toContain('adaptive:low');
  });

  it('passes on of the estimate what packing does not prevent', () => {
    const found = (['context', 'price-step', 'output-limit'] as const).map((kind): EstimateWarning => ({
      kind,
      isCertain: true,
      text: kind,
    }));
    expect(warnings(result, DEFAULT_RECIPE, { estimate: found })).toEqual(['output-limit']);
    expect(warnings(result, recipe({}, { crossPriceStep: true }), { estimate: found })).toEqual(['price-step', 'output-limit']);
  });
});
