import type Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import { TOKEN } from '../test-drive.ts';
import { caught, FORCED_TOOL, openMessages, paramsFor, rowsOf, textOf } from './test-drive.ts';

const TEXTS = ['I love it, only $12.50!', 'It broke.'];
const ROWS = [
  { input_id: '1', sentiment: 'positive', price: 12.5 },
  { input_id: '2', sentiment: 'negative', price: null },
];
const reviews = (changes: Record<string, unknown>) => paramsFor(TEXTS, 1, changes);

describe('a live message', () => {
  test('answers by schema with a text block', async () => {
    const { client } = await openMessages();
    const message = await client.messages.create(paramsFor(TEXTS));
    expect(message).toEqual({
      id: expect.stringMatching(/^msg_/),
      type: 'message',
      role: 'assistant',
      model: 'claude-haiku-5-5',
      content: [{ type: 'text', text: JSON.stringify({ all_results: ROWS }), citations: null }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      stop_details: null,
      container: null,
      diagnostics: null,
      usage: {
        input_tokens: expect.any(Number),
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        output_tokens: expect.any(Number),
        output_tokens_details: { thinking_tokens: 0 },
        server_tool_use: null,
        service_tier: 'standard',
        inference_geo: null,
        speed: null,
      },
    });
  });

  test('answers through a tool, forced, chosen or merely there', async () => {
    const { client } = await openMessages();
    for (const tool_choice of [FORCED_TOOL.tool_choice, { type: 'any' }, { type: 'auto' }, undefined]) {
      const message = await client.messages.create(reviews({ ...FORCED_TOOL, tool_choice }));
      expect(message.stop_reason).toBe('tool_use');
      expect(message.content).toEqual([
        {
          type: 'tool_use',
          id: expect.stringMatching(/^toolu_/),
          name: 'extract_results',
          input: { all_results: ROWS },
          caller: { type: 'direct' },
        },
      ]);
    }
    const none = await client.messages.create(reviews({ ...FORCED_TOOL, tool_choice: { type: 'none' } }));
    expect(none.content.map((block) => block.type)).toEqual(['text']);
  });

  test('in free text gives JSON bare, fenced and talked around, the same way for the same rows', async () => {
    const { client } = await openMessages();
    const shapes = new Set<string>();
    for (let i = 0; i < 30; i++) {
      const params = paramsFor([`Good, number ${i}.`], 1, { output_config: undefined, system: 'Answer in JSON: fields: sentiment' });
      const text = textOf(await client.messages.create(params));
      expect(textOf(await client.messages.create(params))).toBe(text);
      const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
      expect(JSON.parse(json)).toMatchObject({ all_results: [{ input_id: '1' }] });
      shapes.add(text.replace(json, ''));
    }
    expect(shapes.size).toBe(4);
    expect(shapes).toContain('');
  });

  test('reads content given as blocks', async () => {
    const { client } = await openMessages();
    const { messages, ...rest } = paramsFor(TEXTS);
    const text = String(messages[0]!.content);
    const message = await client.messages.create({
      ...rest,
      system: [{ type: 'text', text: 'Judge each review.' }],
      messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    });
    expect(rowsOf(message)).toEqual(ROWS);
  });

  test('goes on from a begun answer where the model does that', async () => {
    const { client } = await openMessages();
    const { messages } = paramsFor(TEXTS);
    const begun = { messages: [...messages, { role: 'assistant', content: '{' }], output_config: undefined, system: 'Give JSON.' };
    const message = await client.messages.create(reviews({ ...begun, model: 'claude-haiku-4-5' }));
    expect(JSON.parse(`{${textOf(message)}`)).toHaveProperty('all_results');
    expect(await caught(client.messages.create(reviews(begun)))).toMatchObject({ status: 400 });
  });

  test('is cut at max_tokens, and at a stop sequence', async () => {
    const { client } = await openMessages();
    const cut = await client.messages.create(reviews({ max_tokens: 4 }));
    expect(cut).toMatchObject({ stop_reason: 'max_tokens', content: [{ text: '{"all_result' }], usage: { output_tokens: 4 } });
    const tool = await client.messages.create(reviews({ ...FORCED_TOOL, max_tokens: 4 }));
    expect(tool).toMatchObject({ stop_reason: 'max_tokens', content: [{ type: 'tool_use', input: {} }] });
    const stopped = await client.messages.create(reviews({ stop_sequences: ['never', '"input_id"'] }));
    expect(stopped).toMatchObject({
      stop_reason: 'stop_sequence',
      stop_sequence: '"input_id"',
      content: [{ text: '{"all_results":[{' }],
    });
  });
});

describe('the marks', () => {
  const ask = async (mark: string, changes: Record<string, unknown> = {}) => {
    const { client } = await openMessages();
    return client.messages.create(paramsFor([`Good. [[sandbox:${mark}]]`, 'Bad.'], 1, changes));
  };

  test('refuse: no content, and a reason to stop', async () => {
    expect(await ask('refuse')).toMatchObject({
      content: [],
      stop_reason: 'refusal',
      stop_details: { type: 'refusal', explanation: expect.any(String) },
    });
  });

  test('truncate: text is cut, a tool call keeps nothing', async () => {
    const text = await ask('truncate');
    expect(text.stop_reason).toBe('max_tokens');
    expect(() => JSON.parse(textOf(text))).toThrow('JSON');
    expect(await ask('truncate', FORCED_TOOL)).toMatchObject({ stop_reason: 'max_tokens', content: [{ input: {} }] });
  });

  test('malformed: text that is no JSON, in a tool call as a string', async () => {
    const text = await ask('malformed');
    expect(text.stop_reason).toBe('end_turn');
    expect(() => JSON.parse(textOf(text))).toThrow('JSON');
    const tool = await ask('malformed', FORCED_TOOL);
    expect(tool.stop_reason).toBe('tool_use');
    expect(rowsOf(tool)).toBeTypeOf('string');
  });

  test('missing, duplicate, invented, invalid: within the rows, whichever way they come', async () => {
    for (const changes of [{}, FORCED_TOOL]) {
      const ids = async (mark: string) => ((await rowsOf(await ask(mark, changes))) as { input_id: string }[]).map((row) => row.input_id);
      expect(await ids('missing')).toEqual(['2']);
      expect(await ids('duplicate')).toEqual(['1', '1', '2']);
      expect(await ids('invented')).toEqual(['1', '1-invented', '2']);
      expect(rowsOf(await ask('invalid', changes))).toMatchObject([{ sentiment: 'none of the permitted values' }, {}]);
    }
  });

  test('fail and expire: an error of the service when asked live', async () => {
    expect(await caught(ask('fail'))).toMatchObject({ status: 500, type: 'api_error' });
    expect(await caught(ask('expire'))).toMatchObject({ status: 500 });
  });
});

describe('thinking', () => {
  const blocks = (message: Anthropic.Message) => message.content.map((block) => block.type);

  test('comes first where the model thinks, and counts', async () => {
    const { client } = await openMessages();
    for (const model of ['claude-haiku-5-5', 'claude-sonnet-5-5', 'claude-opus-5-5', 'claude-fable-5-1']) {
      for (const thinking of [undefined, { type: 'adaptive' }]) {
        const message = await client.messages.create(reviews({ model, thinking }));
        expect(blocks(message)).toEqual(['thinking', 'text']);
        expect(message.content[0]).toEqual({ type: 'thinking', thinking: '', signature: expect.stringMatching(/./) });
        const { output_tokens, output_tokens_details } = message.usage;
        expect(output_tokens_details!.thinking_tokens).toBeGreaterThan(0);
        expect(output_tokens).toBeGreaterThan(output_tokens_details!.thinking_tokens);
        expect(rowsOf(message)).toEqual(ROWS);
      }
    }
    const shown = await client.messages.create(reviews({ thinking: { type: 'adaptive', display: 'summarized' } }));
    expect(shown.content[0]).toMatchObject({ type: 'thinking', thinking: expect.stringContaining('2 rows') });
  });

  test('takes from max_tokens, and may leave nothing', async () => {
    const { client } = await openMessages();
    const message = await client.messages.create(reviews({ thinking: undefined, max_tokens: 20 }));
    expect(blocks(message)).toEqual(['thinking']);
    expect(message).toMatchObject({
      stop_reason: 'max_tokens',
      usage: { output_tokens: 20, output_tokens_details: { thinking_tokens: 20 } },
    });
  });

  test('grows with the effort', async () => {
    const { client } = await openMessages();
    const tokens: number[] = [];
    for (const effort of ['low', 'medium', 'high', 'xhigh', 'max']) {
      const message = await client.messages.create(reviews({ thinking: undefined, output_config: { effort } }));
      tokens.push(message.usage.output_tokens_details!.thinking_tokens);
    }
    expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
    expect(new Set(tokens).size).toBe(5);
  });

  test('is off where it is turned off, where it is not on unasked, and before a forced tool', async () => {
    const { client } = await openMessages();
    const kinds = async (changes: Record<string, unknown>) => blocks(await client.messages.create(reviews(changes)));
    expect(await kinds({ thinking: { type: 'disabled' } })).toEqual(['text']);
    expect(await kinds({ model: 'claude-sonnet-5-5', thinking: { type: 'between_tools' } })).toEqual(['text']);
    expect(await kinds({ model: 'claude-haiku-4-5', thinking: undefined })).toEqual(['text']);
    expect(await kinds({ ...FORCED_TOOL, thinking: undefined })).toEqual(['tool_use']);
    expect(await kinds({ model: 'claude-haiku-4-5', thinking: { type: 'enabled', budget_tokens: 1_024 } })).toEqual(['thinking', 'text']);
  });
});

test('every key does: bearer or x-api-key', async () => {
  const { sandbox } = await openMessages();
  for (const header of [
    { authorization: `Bearer ${TOKEN}` },
    { 'x-api-key': TOKEN },
    { 'x-api-key': TOKEN, authorization: 'Bearer other' },
  ]) {
    const reply = await fetch(`${sandbox.url}/v1/messages`, {
      method: 'POST',
      headers: { ...header, 'anthropic-version': '2026-10-21' } as Record<string, string>,
      body: JSON.stringify(paramsFor(TEXTS)),
    });
    expect(reply.status).toBe(200);
  }
});
