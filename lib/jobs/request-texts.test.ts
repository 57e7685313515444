import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type ProviderChoice } from '#lib/core/recipe';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { codecOf } from '#lib/providers/registry';
import { requestTexts } from './request-texts.ts';

const schema = { type: 'object', properties: { mood: { type: 'string' } }, required: ['mood'], additionalProperties: false };

function requestOf(provider: ProviderChoice, model: string): string {
  const question = { ...DEFAULT_RECIPE.question, provider, model, schema };
  const frame = codecOf(provider.provider).frame({ question, prompt: 'Say how it is.', lineUrl: '/v1/chat/completions' });
  return packRequest(frame, 'job-0', [rowWriter(['text'])('7', ['so "so"'])]);
}

describe('requestTexts', () => {
  it.each([
    ['openai', DEFAULT_OPTIONS.openai, 'gpt-6-luna'],
    ['anthropic, output format', DEFAULT_OPTIONS.anthropic, 'claude-haiku-5-5'],
    [
      'anthropic, tool',
      { ...DEFAULT_OPTIONS.anthropic, options: { ...DEFAULT_OPTIONS.anthropic.options, structuredOutput: 'forced_tool' } },
      'my-own',
    ],
  ] as [string, ProviderChoice, string][])('finds prompt, rows and schema of %s', (_, provider, model) => {
    const [prompt, rows, answer] = requestTexts(requestOf(provider, model));
    expect(prompt).toBe('Say how it is.');
    expect(JSON.parse(rows!)).toEqual([{ input_id: '7', input_text: 'so "so"' }]);
    expect(JSON.parse(answer!)).toMatchObject({ type: 'object', properties: { all_results: { type: 'array' } } });
  });

  it('finds nothing in what is no request', () => {
    for (const other of ['{}', '[]', 'null', '{"body":{"messages":{}}}', '{"params":{"messages":[null,{"content":[1]}]}}']) {
      expect(requestTexts(other)).toEqual([]);
    }
  });
});
