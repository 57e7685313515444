import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type Question } from '#lib/core/recipe';
import { packRequest } from '#lib/core/row-bytes';
import { codec } from './codec.ts';

const ask = (model: string, thinking: string): Question => ({
  ...DEFAULT_RECIPE.question,
  provider: DEFAULT_OPTIONS.openai,
  model,
  thinking,
});

function bodyOf(question: Question): object {
  const line = packRequest(codec.frame({ question, prompt: '', lineUrl: '/v1/chat/completions' }), 'id', []);
  return (JSON.parse(line) as { body: object }).body;
}

describe('thinking', () => {
  it('sends an effort where one is chosen, and nothing by default', () => {
    expect(bodyOf(ask('gpt-6-luna', 'default'))).not.toHaveProperty('reasoning_effort');
    expect(bodyOf(ask('gpt-6-luna', 'none'))).toMatchObject({ reasoning_effort: 'none' });
    expect(bodyOf(ask('some-model', 'high'))).toMatchObject({ reasoning_effort: 'high' });
  });

  it('tells of an effort that a model is not known to take', () => {
    expect(codec.notes(ask('gpt-6-luna', 'none'))).toEqual([]);
    expect(codec.notes(ask('gpt-6-luna', 'default'))).toEqual([]);
    expect(codec.notes(ask('some-model', 'adaptive:low'))).toEqual([]);
    expect(codec.notes(ask('gpt-6-luna', 'adaptive:low'))).toEqual([expect.stringContaining('is not known to take “adaptive:low”')]);
    expect(codec.notes(ask('gpt-4.1', 'low'))).toEqual([expect.stringContaining('GPT-4.1')]);
  });
});
