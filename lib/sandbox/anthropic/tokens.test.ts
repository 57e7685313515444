import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import { caught, FORCED_TOOL, manyRequests, messageOf, openMessages, paramsFor, runBatch } from './test-drive.ts';

const TEXTS = ['I love it, only $12.50!', 'It broke.'];
const reviews = (changes: Record<string, unknown>) => paramsFor(TEXTS, 1, changes);

describe('the prompt cache', () => {
  const cached = (ttl?: string, words = 400) => ({
    system: [{ type: 'text', text: 'Judge. '.repeat(words), cache_control: { type: 'ephemeral', ...(ttl && { ttl }) } }],
  });

  test('is written by the first requests of a batch and read by most later ones', async () => {
    const { client } = await openMessages();
    const { lines } = await runBatch(client, manyRequests(80, cached('1h')));
    const usages = lines.map((line) => messageOf(line).usage);
    const prefix = usages[0]!.cache_creation_input_tokens!;
    expect(prefix).toBeGreaterThan(512);
    for (const usage of usages.slice(0, 4)) {
      expect(usage).toMatchObject({
        cache_creation_input_tokens: prefix,
        cache_read_input_tokens: 0,
        cache_creation: { ephemeral_1h_input_tokens: prefix, ephemeral_5m_input_tokens: 0 },
        service_tier: 'batch',
      });
    }
    for (const usage of usages) expect(usage.cache_creation_input_tokens! + usage.cache_read_input_tokens!).toBe(prefix);
    const reads = usages.filter((usage) => usage.cache_read_input_tokens === prefix).length;
    expect(reads).toBeGreaterThan(55);
    expect(reads).toBeLessThan(76);
    const whole = await client.messages.countTokens({ ...countable(manyRequests(1, cached())[0]!.params) });
    expect(usages.some((usage) => usage.input_tokens + prefix === whole.input_tokens)).toBe(true);
  });

  test('is read by the second of two live requests', async () => {
    const { client } = await openMessages();
    const first = await client.messages.create(reviews(cached()));
    const second = await client.messages.create(paramsFor(['Other rows.'], 1, cached()));
    const written = first.usage.cache_creation_input_tokens!;
    expect(first.usage).toMatchObject({ cache_read_input_tokens: 0, cache_creation: { ephemeral_5m_input_tokens: written } });
    expect(second.usage).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: written });
    const other = await client.messages.create(reviews({ ...cached(), output_config: { effort: 'low' } }));
    expect(other.usage.cache_creation_input_tokens).toBe(written);
  });

  test('takes no beginning shorter than its model caches', async () => {
    const { client } = await openMessages();
    const short = await client.messages.create(reviews(cached('5m', 100)));
    expect(short.usage).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 0 });
    const old = await client.messages.create(reviews({ ...cached(), model: 'claude-haiku-4-5' }));
    expect(old.usage.cache_creation_input_tokens).toBe(0);
  });
});

describe('counting tokens', () => {
  test('gives what a message then costs', async () => {
    const { client } = await openMessages();
    for (const changes of [{}, FORCED_TOOL, { model: 'claude-haiku-4-5' }]) {
      const params = reviews(changes);
      const counted = await client.messages.countTokens(countable(params));
      expect(counted).toEqual({ input_tokens: (await client.messages.create(params)).usage.input_tokens });
    }
  });

  test('counts more on newer models for the same text', async () => {
    const { client } = await openMessages();
    const count = async (model: string) =>
      (await client.messages.countTokens(countable(reviews({ model, thinking: undefined })))).input_tokens;
    const ratio = (await count('claude-haiku-5-5')) / (await count('claude-haiku-4-5'));
    expect(ratio).toBeGreaterThan(1.25);
    expect(ratio).toBeLessThan(1.4);
  });

  test('refuses what a message refuses, and max_tokens', async () => {
    const { client } = await openMessages();
    const count = (params: object) => caught(client.messages.countTokens(params as never));
    expect(await count(paramsFor(TEXTS))).toMatchObject({ status: 400, apiMessage: expect.stringContaining('max_tokens') });
    expect(await count(countable(reviews({ model: 'claude-0' })))).toMatchObject({ status: 404 });
    expect(await count({ ...countable(reviews({})), temperature: 1 })).toMatchObject({ status: 400 });
  });
});

function countable(params: Anthropic.MessageCreateParamsNonStreaming): Anthropic.MessageCountTokensParams {
  return { ...params, max_tokens: undefined } as Anthropic.MessageCountTokensParams;
}
