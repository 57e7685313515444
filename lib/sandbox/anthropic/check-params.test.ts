import { describe, expect, test } from 'vitest';
import { ROW_SCHEMA } from '../test-drive.ts';
import { caught, FORCED_TOOL, manyRequests, openMessages, paramsFor, runBatch } from './test-drive.ts';

const reviews = (changes: Record<string, unknown>) => paramsFor(['Good.', 'Bad.'], 1, changes);

describe('a request', () => {
  const HIGH = { type: 'json_schema', schema: ROW_SCHEMA };
  const { tools } = FORCED_TOOL;
  test.each<[string, Record<string, unknown>, string]>([
    ['temperature', { temperature: 1 }, 'temperature'],
    ['top_p', { top_p: 0.5 }, 'top_p'],
    ['top_k', { top_k: 5 }, 'top_k'],
    ['an unknown parameter', { seed: 1 }, 'seed'],
    ['output_format', { output_format: HIGH }, 'output_format'],
    ['no max_tokens', { max_tokens: undefined }, 'max_tokens'],
    ['max_tokens 0', { max_tokens: 0 }, 'max_tokens'],
    ['a broken max_tokens', { max_tokens: 1.5 }, 'max_tokens'],
    ['more than the model gives', { max_tokens: 128_001 }, 'max_tokens'],
    ['more than an older model gives', { model: 'claude-haiku-4-5', max_tokens: 64_001 }, 'max_tokens'],
    ['stream', { stream: true }, 'stream'],
    ['speed', { speed: 'fast' }, 'speed'],
    ['no model', { model: undefined }, 'model'],
    ['no messages', { messages: [] }, 'messages'],
    ['an unknown role', { messages: [{ role: 'poet', content: 'x' }] }, 'messages.0.role'],
    ['the assistant first', { messages: [{ role: 'assistant', content: 'x' }] }, 'messages'],
    ['blank content', { messages: [{ role: 'user', content: ' ' }] }, 'messages.0.content'],
    ['an image', { messages: [{ role: 'user', content: [{ type: 'image' }] }] }, 'messages.0.content.0.type'],
    ['an empty system block', { system: [{ type: 'text', text: '' }] }, 'system.0.text'],
    ['another cache', { system: [{ type: 'text', text: 'x', cache_control: { type: 'eternal' } }] }, 'system.0.cache_control.type'],
    ['another ttl', { cache_control: { type: 'ephemeral', ttl: '2h' } }, 'cache_control.ttl'],
    [
      'five breakpoints',
      { system: Array.from({ length: 5 }, () => ({ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } })) },
      'cache_control',
    ],
    ['a tool without schema', { tools: [{ name: 'x' }] }, 'tools.0.input_schema'],
    ['a tool of a wrong name', { tools: [{ name: 'a b', input_schema: { type: 'object' } }] }, 'tools.0.name'],
    ['a tool twice', { tools: [...tools, ...tools] }, 'tools.1.name'],
    ['a choice without tools', { tool_choice: { type: 'any' } }, 'tool_choice'],
    ['a choice of no tool', { ...FORCED_TOOL, tool_choice: { type: 'tool', name: 'other' } }, 'tool_choice.name'],
    ['a strict tool outside the limits', { tools: [{ ...tools[0], strict: true, input_schema: { type: 'object' } }] }, 'tools'],
    ['a forced tool while thinking', { ...FORCED_TOOL, thinking: { type: 'adaptive' } }, 'tool_choice'],
    ['a forced tool on Opus 5.5', { ...FORCED_TOOL, model: 'claude-opus-5-5', thinking: undefined }, 'tool_choice.type'],
    ['a forced tool on Sonnet 5.5', { ...FORCED_TOOL, model: 'claude-sonnet-5-5', thinking: undefined }, 'tool_choice.type'],
    ['any tool on Fable 5.1', { ...FORCED_TOOL, model: 'claude-fable-5-1', tool_choice: { type: 'any' } }, 'tool_choice.type'],
    ['an unknown effort', { output_config: { effort: 'none' } }, 'output_config.effort'],
    ['an effort on Haiku 4.5', { model: 'claude-haiku-4-5', output_config: { effort: 'low' } }, 'output_config.effort'],
    ['json_object', { output_config: { format: { type: 'json_object' } } }, 'output_config.format.type'],
    ['a wrapped schema', { output_config: { format: { ...HIGH, name: 'x' } } }, 'output_config.format.name'],
    ['a schema outside the limits', { output_config: { format: { ...HIGH, schema: { type: 'object' } } } }, 'output_config.format.schema'],
    ['thinking disabled on Sonnet 5.5', { model: 'claude-sonnet-5-5' }, 'thinking.type'],
    ['thinking disabled on Opus 5.5', { model: 'claude-opus-5-5' }, 'thinking.type'],
    ['between_tools on Haiku 5.5', { thinking: { type: 'between_tools' } }, 'thinking.type'],
    ['a budget on Haiku 5.5', { thinking: { type: 'enabled', budget_tokens: 2_000 } }, 'thinking.type'],
    ['adaptive on Haiku 4.5', { model: 'claude-haiku-4-5', thinking: { type: 'adaptive' } }, 'thinking.type'],
    ['a small budget', { model: 'claude-haiku-4-5', thinking: { type: 'enabled', budget_tokens: 1_000 } }, 'thinking.budget_tokens'],
    [
      'a budget above the limit',
      { model: 'claude-haiku-4-5', thinking: { type: 'enabled', budget_tokens: 4_000 } },
      'thinking.budget_tokens',
    ],
    ['no thinking at the highest effort', { output_config: { effort: 'max' } }, 'thinking.type'],
    ['more than the model reads', { model: 'claude-haiku-4-5', system: 'x'.repeat(800_001) }, 'the prompt'],
  ])('with %s is refused', async (_, changes, path) => {
    const { client } = await openMessages();
    const error = await caught(client.messages.create(reviews(changes)));
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error' });
    expect(error!.apiMessage).toMatch(new RegExp(`^${path.replaceAll('.', String.raw`\.`)}(?::| )`));
  });

  test('to an unknown model is not found', async () => {
    const { client } = await openMessages();
    expect(await caught(client.messages.create(reviews({ model: 'claude-0' })))).toMatchObject({ status: 404, type: 'not_found_error' });
  });

  test('under the older version keeps a temperature, where the model takes it, in a batch too', async () => {
    const { client } = await openMessages();
    const older = client.withOptions({ defaultHeaders: { 'anthropic-version': '2023-06-01' } });
    const status = async (changes: Record<string, unknown>) => (await caught(older.messages.create(reviews(changes))))?.status;
    expect(await status({ temperature: 1 })).toBeUndefined();
    expect(await status({ temperature: 0 })).toBe(400);
    expect(await status({ top_p: 1 })).toBe(400);
    expect(await status({ model: 'claude-haiku-4-5', temperature: 0 })).toBeUndefined();
    expect(await status({ model: 'claude-haiku-4-5', temperature: 2 })).toBe(400);
    const warm = { model: 'claude-haiku-4-5', temperature: 0 };
    expect((await runBatch(older, manyRequests(2, warm))).batch.request_counts.succeeded).toBe(2);
    expect((await runBatch(client, manyRequests(2, warm))).batch.request_counts.errored).toBe(2);
  });

  test('with stream or speed is errored in a batch, whatever their value', async () => {
    const { client } = await openMessages();
    for (const changes of [{ stream: false }, { speed: 'standard' }]) {
      expect((await runBatch(client, manyRequests(1, changes))).batch.request_counts.errored).toBe(1);
    }
  });
});
