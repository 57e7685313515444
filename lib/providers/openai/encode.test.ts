import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type OpenAIOptions, type Question } from '#lib/core/recipe';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { codecOf, specOf } from '../registry.ts';
import { temperatureFor } from './temperature.ts';

const codec = codecOf('openai');
const LINE_URL = '/v1/chat/completions';

function ask(question: Partial<Question>, options: Partial<OpenAIOptions> = {}): Question {
  const provider = DEFAULT_OPTIONS.openai;
  return {
    ...DEFAULT_RECIPE.question,
    model: 'gpt-4.1-mini',
    provider: { ...provider, options: { ...provider.options, ...options } },
    ...question,
  };
}

function lineOf(question: Question, prompt = 'p', rows: [string, string][] = [['1', 'x']]): string {
  const write = rowWriter(['text']);
  return packRequest(
    codec.frame({ question, prompt, lineUrl: LINE_URL }),
    'job-0-0',
    rows.map(([id, text]) => write(id, [text])),
  );
}

describe('frame', () => {
  it('writes a request as the original does, key by key', () => {
    const line = lineOf(ask({}), 'Say "JSON"\n', [
      ['1', 'a'],
      ['2', 'b "c"'],
    ]);
    expect(line).toBe(
      String.raw`{"custom_id":"job-0-0","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4.1-mini","temperature":0,"response_format":{"type":"json_object"},"messages":[{"role":"system","content":"Say \"JSON\"\n"},{"role":"user","content":"[{\"input_id\":\"1\",\"input_text\":\"a\"},{\"input_id\":\"2\",\"input_text\":\"b \\\"c\\\"\"}]"}]}}`,
    );
  });

  it('leaves out what is not set and writes what is', () => {
    const bare = JSON.parse(lineOf(ask({}, { temperature: null }))).body;
    expect(Object.keys(bare)).toEqual(['model', 'response_format', 'messages']);
    const full = JSON.parse(lineOf(ask({}, { temperature: 0.7, outputLimit: 4000 }))).body;
    expect(full).toMatchObject({ temperature: 0.7, max_completion_tokens: 4000 });
    expect(Object.keys(full)).toEqual(['model', 'temperature', 'response_format', 'messages', 'max_completion_tokens']);
  });

  it('sends a wrapper verbatim, unless any object is asked for', () => {
    const wrapper = {
      type: 'json_schema',
      json_schema: {
        name: 'x',
        strict: true,
        schema: { type: 'object', properties: { all_results: { type: 'array', items: { type: 'object' } } } },
      },
    };
    expect(JSON.parse(lineOf(ask({ schema: wrapper }))).body.response_format).toEqual(wrapper);
    expect(JSON.parse(lineOf(ask({ schema: wrapper }, { structuredOutput: 'json_object' }))).body.response_format).toEqual({
      type: 'json_object',
    });
  });

  it('joins requests to a file of lines', () => {
    const { open, separator, close } = codec.frame({ question: ask({}), prompt: '', lineUrl: LINE_URL });
    const file = open + [lineOf(ask({})), lineOf(ask({}))].join(separator) + close;
    expect(file.endsWith('}\n')).toBe(true);
    expect(
      file
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).custom_id),
    ).toEqual(['job-0-0', 'job-0-0']);
  });
});

describe('temperatureFor', () => {
  it.each<[string, number | null]>([
    ['gpt-4.1-mini', 0],
    ['gpt-4o', 0],
    ['chatgpt-4o-latest', 0],
    ['gpt-35-turbo', 0],
    ['llama-3.3-70b', 0],
    ['', 0],
    ['o1', 1],
    ['o1-mini', 1],
    ['O3-mini', 1],
    ['gpt-5', 1],
    ['GPT-5.4-nano', 1],
    ['my-gpt-5-deployment', 1],
    ['o4-mini', null],
    ['openai/o4-mini', null],
    ['openai/o3', null],
    ['ft:o4-mini:acme', null],
    ['o5', null],
    ['gpt-6-luna', null],
    ['gpt-6.1-terra', null],
    ['openai/gpt-7', null],
  ])('%s: %s', (model, temperature) => {
    expect(temperatureFor(model, 'default')).toBe(temperature);
  });

  it('sends a number chosen, and nothing where nothing is chosen, whatever the model', () => {
    expect(temperatureFor('o1', 0.2)).toBe(0.2);
    expect(temperatureFor('gpt-4.1', null)).toBeNull();
  });
});

describe('names', () => {
  it('counts requests within files, and marks later rounds', () => {
    expect(codec.paths.input(12)).toBe('batch_input/batch_12.jsonl');
    expect(codec.customId('job', 2, 0, null)).toBe('job-2-0');
    expect(codec.customId('job', 2, 10, 'k3fa')).toBe('job-2-10-k3fa');
  });

  it('fit into what the provider takes, at their longest', () => {
    const { limits } = specOf('openai');
    const longest = codec.customId('x'.repeat(45), 999_999, limits.requestsPerBatch - 1, 'k3fa');
    expect(longest.length).toBeLessThanOrEqual(limits.customIdCharacters);
  });
});
