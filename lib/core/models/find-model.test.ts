import { describe, expect, it } from 'vitest';
import { isChatModel } from './chat-models.ts';
import { THINKING_VALUES } from './facts.ts';
import { findModel, knownModels } from './find-model.ts';

describe('finding a model', () => {
  it.each([
    ['GPT-6-Luna', 'gpt-6-luna'],
    [' gpt-4.1-mini ', 'gpt-4.1-mini'],
    ['gpt-4.1-mini-2025-04-14', 'gpt-4.1-mini'],
    ['openai/gpt-5.4', 'gpt-5.4'],
    ['openrouter/openai/gpt-5.4:batch', 'gpt-5.4'],
    ['gpt-5.6', 'gpt-5.6-sol'],
    ['gpt-6-sol-2027-02-01', 'gpt-6-sol'],
    ['gpt-4o-2024-05-13', 'gpt-4o-2024-05-13'],
    ['ft:gpt-4.1-mini-2025-04-14:acme::abc', 'gpt-4.1-mini'],
    ['gpt-4o-mini-2024-07-18.ft-0123', 'gpt-4o-mini'],
  ])('OpenAI: %s is %s', (name, id) => expect(findModel('openai', name)?.id).toBe(id));

  it.each([
    ['claude-haiku-5-5', 'claude-haiku-5-5'],
    ['anthropic/claude-haiku-4.5', 'claude-haiku-4-5'],
    ['claude-haiku-4-5-20251001', 'claude-haiku-4-5'],
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude-haiku-4-5'],
    ['claude-sonnet-5-5@20260928', 'claude-sonnet-5-5'],
    ['claude-sonnet-5', 'claude-sonnet-5'],
  ])('Anthropic: %s is %s', (name, id) => expect(findModel('anthropic', name)?.id).toBe(id));

  it.each(['', 'gpt-7', 'gpt-4.1-mega', 'llama-3', 'gpt-5-chat-latest', 'anthropic/claude-haiku-5-5'])(
    'OpenAI: “%s” is not guessed',
    (name) => expect(findModel('openai', name)).toBeNull(),
  );

  it.each(['claude-sonnet-5-6', 'claude-sonnet-6', 'gpt-6-luna'])('Anthropic: “%s” is not guessed', (name) =>
    expect(findModel('anthropic', name)).toBeNull(),
  );

  it('tells aliases from fixed names', () => {
    const isAlias = (name: string) => findModel('openai', name)?.isAlias;
    expect(isAlias('gpt-4.1-mini')).toBe(true);
    expect(isAlias('gpt-4.1-mini-2025-04-14')).toBe(false);
    expect(isAlias('gpt-5.6')).toBe(true);
    expect(isAlias('gpt-6-luna')).toBe(false);
    expect(findModel('anthropic', 'claude-haiku-4-5')?.isAlias).toBe(true);
    expect(findModel('anthropic', 'claude-opus-5')?.isAlias).toBe(false);
    expect(findModel('anthropic', 'claude-opus-5-latest')?.isAlias).toBe(true);
  });

  it('does not charge a fine-tune like its family', () => {
    expect(findModel('openai', 'ft:gpt-4.1:acme::x')).toMatchObject({ isFineTune: true, prices: null, inputTokens: 1_047_576 });
  });
});

describe.each(['openai', 'anthropic'] as const)('facts of %s', (provider) => {
  it.each(knownModels(provider).map((model) => [model.id, model] as const))('%s hold together', (_, model) => {
    expect(findModel(provider, model.id)?.label).toBe(model.label);
    expect(isChatModel(provider, model.id)).toBe(true);
    expect(model.inputTokens).toBeLessThanOrEqual(model.windowTokens);
    expect(model.outputTokens).toBeLessThan(model.windowTokens);
    const order = model.thinking.values.map((value) => THINKING_VALUES.indexOf(value));
    expect(order).toEqual(order.filter((place) => place > 0));
    const { byDefault, values } = model.thinking;
    expect(byDefault === null || values.length === 0 || values.includes(byDefault)).toBe(true);
    const off = ['none', 'disabled', 'between_tools'];
    expect(model.thinking.values.findIndex((value) => off.includes(value))).toBeLessThanOrEqual(0);
    expect(model.retiresOn ?? '2026-01-01').toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
  });
});

describe('models that chat', () => {
  it.each(['gpt-6-luna', 'gpt-4o-mini', 'o3', 'gpt-5.4-mini-2026-03-17', 'ft:gpt-4o-mini-2024-07-18:a::b', 'llama-3.3-70b', 'gpt-oss-20b'])(
    '%s does',
    (id) => expect(isChatModel('openai', id)).toBe(true),
  );
  it.each([
    'text-embedding-3-small',
    'nomic-embed-text',
    'omni-moderation-latest',
    'whisper-1',
    'tts-1-hd',
    'gpt-4o-mini-tts',
    'gpt-4o-transcribe-diarize',
    'gpt-realtime-2.1-mini',
    'gpt-4o-audio-preview',
    'gpt-image-2',
    'chatgpt-image-latest',
    'dall-e-3',
    'sora-2-pro',
    'gpt-4o-search-preview',
    'o3-deep-research',
    'computer-use-preview',
    'gpt-5.3-codex',
    'gpt-5.5-pro-2026-04-23',
    'o1-pro',
    'davinci-002',
    'babbage-002',
    'gpt-3.5-turbo-instruct-0914',
  ])('%s does not', (id) => expect(isChatModel('openai', id)).toBe(false));
});
