import { describe, expect, it } from 'vitest';
import { describeModels } from './describe-models.ts';
import { modelWarnings } from './model-warnings.ts';
import { priceWords } from './model-words.ts';
import { suggestions } from './suggestions.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const kinds = (name: string, now = NOW) => modelWarnings('openai', name, now).map(({ kind }) => kind);

describe('warnings', () => {
  it('tell a retirement within 120 days, and one that is past', () => {
    expect(modelWarnings('openai', 'gpt-4.1-mini-2025-04-14', NOW)).toMatchObject([
      { kind: 'retiring', text: expect.stringContaining('14 January 2027') },
    ]);
    expect(kinds('gpt-4.1-mini-2025-04-14', Date.parse('2026-01-01'))).toEqual([]);
    expect(kinds('gpt-4.1-mini-2025-04-14', Date.parse('2027-01-14'))).toEqual(['retired']);
    expect(kinds('o4-mini-2025-04-16')).toEqual(['retired']);
  });

  it('tell an alias and name what stays', () => {
    expect(kinds('gpt-4.1-mini')).toEqual(['retiring', 'alias']);
    expect(modelWarnings('openai', 'gpt-5.4-mini', NOW)[0]?.text).toContain('“gpt-5.4-mini-2026-03-17” stays');
    expect(kinds('gpt-6-luna')).toEqual([]);
  });

  it('tell an unknown model', () => {
    expect(kinds('llama-3')).toEqual(['unknown']);
    expect(kinds(' ')).toEqual([]);
  });
});

describe('suggestions', () => {
  it('are three a provider, dearer each time', () => {
    for (const provider of ['openai', 'anthropic'] as const) {
      const found = suggestions(provider, NOW);
      expect(found.map(({ role }) => role)).toEqual(['cheap', 'balanced', 'strong']);
      expect(found[0]!.price).toContain('$0.05 in, $0.25 out');
      for (const one of found) expect(one.retirement).toBe('no retirement announced');
    }
  });

  it('keep to what the key may use', () => {
    expect(suggestions('openai', NOW, ['gpt-5.6-luna', 'gpt-4.1']).map(({ model }) => model)).toEqual(['gpt-5.6-luna']);
    expect(suggestions('openai', NOW, ['gpt-5.4-mini']).map(({ role }) => role)).toEqual(['cheap']);
  });
});

describe('a provider’s list', () => {
  it('loses what cannot be asked', () => {
    const ids = describeModels('openai', [{ id: 'whisper-1' }, { id: 'gpt-4o' }, { id: 'custom' }, { id: 'gpt-6-luna' }], NOW).map(
      ({ id }) => id,
    );
    expect(ids).toEqual(['gpt-6-luna', 'gpt-4o', 'custom']);
    const supported = (batch: boolean) => ({ capabilities: { batch: { supported: batch } } });
    expect(
      describeModels(
        'anthropic',
        [
          { id: 'claude-x', lifecycle: 'retired' },
          { id: 'claude-y', ...supported(false) },
        ],
        NOW,
      ),
    ).toEqual([]);
  });

  it('is believed before our own facts', () => {
    const yes = { supported: true };
    const [model] = describeModels(
      'anthropic',
      [
        {
          id: 'claude-haiku-5-5',
          display_name: 'Haiku',
          max_input_tokens: 500_000,
          max_tokens: 64_000,
          retires_at: '2027-01-31T00:00:00Z',
          capabilities: {
            batch: yes,
            structured_outputs: yes,
            thinking: { supported: true, types: { adaptive: yes, disabled: { supported: false }, between_tools: yes } },
            effort: { supported: true, low: yes, medium: yes, high: { supported: false }, xhigh: null },
          },
        },
      ],
      NOW,
    );
    expect(model).toMatchObject({
      label: 'Haiku',
      inputTokens: 500_000,
      outputTokens: 64_000,
      retiresOn: '2027-01-31',
      takesSchemas: true,
    });
    expect(model!.thinking).toEqual(['between_tools', 'adaptive:low', 'adaptive:medium']);
    expect(model!.warnings.map(({ kind }) => kind)).toEqual(['retiring']);
    expect(model!.words).toContain('retires on 31 January 2027');
  });

  it('takes OpenAI’s day as a moment or a date, and shrugs at nonsense', () => {
    const day = (shutdown_date: string) => describeModels('openai', [{ id: 'x', shutdown_date }], NOW)[0]!.retiresOn;
    expect(day('2027-02-03')).toBe('2027-02-03');
    expect(day('2027-02-03T10:00:00Z')).toBe('2027-02-03');
    expect(day('soon')).toBeNull();
  });
});

it('writes prices as short as they are', () => {
  const rates = { input: 0.75, output: 4, cacheRead: null, cacheWrite: null, cacheWriteHour: null };
  expect(priceWords({ rates, above: null, batchFactor: 0.5 })).toBe(
    '$0.375 in, $2 out per million tokens in a batch ($0.75 and $4 without)',
  );
  expect(priceWords(null)).toBe('price unknown');
});
