import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#lib/core/json';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type AnthropicOptions, type Question } from '#lib/core/recipe';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { codecOf, specOf } from '../registry.ts';
import { requestForm } from './request-form.ts';

const codec = codecOf('anthropic');

/** Models of the table by what matters here. */
const PLAIN = 'claude-haiku-4-5';
const THINKS_IF_ASKED = 'claude-opus-4-8';
const NO_TOOL = 'claude-opus-5-5';
const NO_TOOL_MAY_REST = 'claude-sonnet-5-5';
const UNKNOWN = 'claude-next-9';

const SCHEMA: Json = {
  type: 'object',
  properties: { tone: { type: 'string' }, score: { type: 'number', minimum: 0 } },
  required: ['tone', 'score'],
};
const RECURSIVE: Json = { type: 'object', properties: { part: { $ref: '#' } } };

function ask(question: Partial<Question>, options: Partial<AnthropicOptions> = {}): Question {
  const { provider, options: defaults } = DEFAULT_OPTIONS.anthropic;
  return {
    ...DEFAULT_RECIPE.question,
    model: PLAIN,
    schema: SCHEMA,
    provider: { provider, options: { ...defaults, ...options } },
    ...question,
  };
}

function paramsOf(question: Question): JsonObject {
  const request = packRequest(codec.frame({ question, prompt: 'p', lineUrl: '' }), 'id', [rowWriter(['t'])('1', ['x'])]);
  return (JSON.parse(request) as { params: JsonObject }).params;
}

const formOf = (question: Question) => requestForm(question).form.kind;

describe('the form of answers', () => {
  it.each<[string, AnthropicOptions['structuredOutput'], string, string, string]>([
    [PLAIN, 'auto', 'default', 'forced_tool', ''],
    [PLAIN, 'output_format', 'default', 'output_format', 'minimum'],
    [PLAIN, 'free_text', 'default', 'free_text', ''],
    [THINKS_IF_ASKED, 'auto', 'default', 'forced_tool', ''],
    [THINKS_IF_ASKED, 'auto', 'disabled', 'forced_tool', ''],
    [THINKS_IF_ASKED, 'auto', 'adaptive:low', 'output_format', 'minimum'],
    [THINKS_IF_ASKED, 'forced_tool', 'adaptive:low', 'output_format', 'no forced tool while it thinks'],
    [NO_TOOL, 'auto', 'default', 'output_format', 'minimum'],
    [NO_TOOL, 'forced_tool', 'default', 'output_format', 'Opus 5.5 takes no forced tool,'],
    [NO_TOOL_MAY_REST, 'auto', 'between_tools', 'output_format', 'minimum'],
    [NO_TOOL_MAY_REST, 'forced_tool', 'between_tools', 'output_format', 'takes no forced tool,'],
    [UNKNOWN, 'auto', 'default', 'output_format', 'minimum'],
    [UNKNOWN, 'forced_tool', 'default', 'forced_tool', ''],
    [UNKNOWN, 'forced_tool', 'adaptive:high', 'forced_tool', ''],
  ])('%s, %s, thinking %s: %s', (model, structuredOutput, thinking, kind, note) => {
    const { form, notes } = requestForm(ask({ model, thinking }, { structuredOutput }));
    expect(form.kind).toBe(kind);
    expect(notes.join(' ')).toContain(note);
    expect(notes.length > 0).toBe(note !== '');
  });

  it('is free text without a schema, or with one that cannot be read', () => {
    for (const schema of [null, 'x', { type: 'array' }] as Json[]) {
      for (const structuredOutput of ['auto', 'forced_tool', 'output_format'] as const) {
        expect(formOf(ask({ schema }, { structuredOutput }))).toBe('free_text');
      }
    }
  });

  it('asks in words alone for what no output format can hold, and says so', () => {
    expect(formOf(ask({ schema: RECURSIVE }))).toBe('forced_tool');
    const { form, notes } = requestForm(ask({ schema: RECURSIVE, model: NO_TOOL }));
    expect(form.kind).toBe('free_text');
    expect(notes).toEqual([expect.stringContaining('it refers to itself')]);
  });
});

describe('frame', () => {
  it('writes a tool with the schema of the whole answer, whatever was given', () => {
    const { tools, tool_choice } = paramsOf(ask({}, { toolName: 'take' }));
    expect(tool_choice).toEqual({ type: 'tool', name: 'take' });
    expect(tools).toMatchObject([{ name: 'take', input_schema: { type: 'object', required: ['all_results'] } }]);
    const untyped = { properties: { all_results: { type: 'array', items: { type: 'object' } } } };
    expect(paramsOf(ask({ schema: untyped })).tools).toMatchObject([{ input_schema: { type: 'object', ...untyped } }]);
  });

  it('writes an output format', () => {
    const params = paramsOf(ask({ model: NO_TOOL }));
    expect(params).not.toHaveProperty('tools');
    expect(params.output_config).toMatchObject({
      format: {
        type: 'json_schema',
        schema: { properties: { all_results: { items: { properties: { score: { type: 'number', description: '(minimum: 0)' } } } } } },
      },
    });
  });

  it.each<[string, string, object]>([
    ['default', NO_TOOL, {}],
    ['disabled', THINKS_IF_ASKED, { thinking: { type: 'disabled' } }],
    ['between_tools', NO_TOOL_MAY_REST, { thinking: { type: 'between_tools' } }],
    ['adaptive:low', NO_TOOL, { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } }],
    ['adaptive', NO_TOOL, { thinking: { type: 'adaptive' } }],
    ['minimal', NO_TOOL, {}],
  ])('writes thinking %s', (thinking, model, fields) => {
    const { thinking: sent, output_config } = paramsOf(ask({ schema: null, model, thinking }));
    expect({ ...(sent !== undefined && { thinking: sent }), ...(output_config !== undefined && { output_config }) }).toEqual(fields);
  });

  it('puts effort and format side by side', () => {
    const { output_config: output } = paramsOf(ask({ model: NO_TOOL, thinking: 'adaptive:max' }));
    expect(Object.keys(output as JsonObject)).toEqual(['effort', 'format']);
  });

  it('keeps the instructions for an hour where that is chosen, and sends no sampling', () => {
    const params = paramsOf(ask({}, { cacheTtl: '1h', outputLimit: 100 }));
    expect(params.system).toEqual([{ type: 'text', text: 'p', cache_control: { type: 'ephemeral', ttl: '1h' } }]);
    expect(params.max_tokens).toBe(100);
    for (const name of ['temperature', 'top_p', 'top_k', 'stream']) expect(params).not.toHaveProperty(name);
  });
});

describe('notes', () => {
  it('tell of thinking that a model is not known to take', () => {
    expect(codec.notes(ask({ schema: null, model: NO_TOOL, thinking: 'disabled' }))).toEqual([
      expect.stringContaining('is not known to take “disabled”'),
    ]);
    expect(codec.notes(ask({ schema: null, model: NO_TOOL, thinking: 'minimal' }))).toEqual([
      expect.stringContaining('Nothing is sent about it'),
    ]);
    expect(codec.notes(ask({ schema: null, model: UNKNOWN, thinking: 'disabled' }))).toEqual([]);
    expect(codec.notes(ask({}))).toEqual([]);
  });
});

describe('names', () => {
  it('are the original’s for the first batch, and numbered after it', () => {
    const names = (k: number) => [
      codec.paths.input(k),
      codec.paths.submission(k, 'b'),
      codec.paths.output(k, 'b'),
      codec.paths.errors(k, 'b'),
    ];
    expect(names(0)).toEqual([
      'batch_input/requests.json',
      'batch_input/submission.json',
      'batch_output/results.jsonl',
      'batch_output/errors.txt',
    ]);
    expect(names(12)).toEqual([
      'batch_input/requests_12.json',
      'batch_input/submission_12.json',
      'batch_output/results_12.jsonl',
      'batch_output/errors_12.txt',
    ]);
  });

  it('count requests within files, and mark later rounds', () => {
    expect(codec.customId('job', 0, 7, null)).toBe('job-chunk-000007');
    expect(codec.customId('job', 0, 7, 'k3fa')).toBe('job-chunk-000007-k3fa');
    expect(codec.customId('job', 2, 7, null)).toBe('job-2-chunk-000007');
    expect(codec.customId('job', 2, 7, 'k3fa')).toBe('job-2-000007-k3fa');
  });

  it.each([
    [0, null],
    [0, 'k3fa'],
    [99_999, null],
    [99_999, 'k3fa'],
  ])('fit into what the provider takes at their longest: file %d, tag %s', (k, tag) => {
    const { limits } = specOf('anthropic');
    const longest = codec.customId('x'.repeat(45), k, limits.requestsPerBatch - 1, tag);
    expect(longest).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
  });
});
