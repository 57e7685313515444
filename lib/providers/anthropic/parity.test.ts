import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { fullPrompt } from '#lib/core/answer-format';
import type { Json } from '#lib/core/json';
import { DEFAULT_OPTIONS, DEFAULT_RECIPE, type Question } from '#lib/core/recipe';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { codec } from './codec.ts';

/** Requests the Python original wrote, kept outside the project: its readers check ours against them where they are at hand. */
const BESIDE_THE_PROJECT = '../shared/data/python-original';
const FIXTURES = path.resolve(import.meta.dirname, '../../..', BESIDE_THE_PROJECT);
const HAS_FIXTURES = existsSync(FIXTURES);

interface Row {
  id: string;
  text: string;
}

/** The file of one batch, by the functions that make it, without storage or streams. */
function fileOf(jobId: string, question: Question, rows: Row[], rowsPerRequest: number): string {
  const frame = codec.frame({ question, prompt: fullPrompt(question), lineUrl: '' });
  const write = rowWriter(question.columns.texts);
  const requests: string[] = [];
  for (let first = 0; first < rows.length; first += rowsPerRequest) {
    const written = rows.slice(first, first + rowsPerRequest).map(({ id, text }) => write(id, [text]));
    requests.push(packRequest(frame, codec.customId(jobId, 0, requests.length, null), written));
  }
  return frame.open + requests.join(frame.separator) + frame.close;
}

interface Request {
  custom_id: string;
  params: { messages: { role: string; content: string }[] };
}

/** Requests with their rows parsed too, since the original puts spaces into their JSON. */
function plain(file: string): Json {
  const requests = JSON.parse(file) as Request[];
  return requests.map((request) => {
    const messages = request.params.messages.map(({ role, content }) => ({ role, content: JSON.parse(content) as Json }));
    return { ...request, params: { ...request.params, messages } };
  }) as unknown as Json;
}

/** Keys of the first request in the order they stand. */
const keysOf = (file: string) => Object.keys((JSON.parse(file) as Request[])[0]!.params);

const questionOf = (more: Partial<Question>): Question => ({
  ...DEFAULT_RECIPE.question,
  provider: DEFAULT_OPTIONS.anthropic,
  answerFormat: { on: false, text: null },
  model: 'claude-haiku-4-5-20251001',
  ...more,
});

describe.skipIf(!HAS_FIXTURES)(`the Python original's requests${HAS_FIXTURES ? '' : ` (skipped: no ${BESIDE_THE_PROJECT})`}`, () => {
  const read = (name: string) => readFileSync(path.join(FIXTURES, name), 'utf8');

  it.each(['schema', 'free'])('are ours (%s)', (kind) => {
    const wrapper = JSON.parse(read('culture_batch_schema.json')) as { json_schema: { schema: Json } };
    const table = Papa.parse<Record<string, string>>(read('culture_segments_20.csv'), { header: true, skipEmptyLines: true }).data;
    const rows = table.map((row) => ({ id: row.segment_id!, text: row.text! }));
    const ours = (schema: unknown) => {
      const instructions = read('culture_extraction_prompt.txt');
      const question = questionOf({ instructions, schema: schema as Json, columns: { id: 'segment_id', texts: ['text'] } });
      return fileOf('golden', question, rows, 5);
    };
    const theirs = read(`ant_c20_${kind}.requests.json`);
    for (const schema of kind === 'free' ? [null] : [wrapper.json_schema.schema, wrapper]) {
      const file = ours(schema);
      expect(plain(file)).toEqual(plain(theirs));
      expect(keysOf(file)).toEqual(keysOf(theirs));
    }
  });
});

describe('requests written out', () => {
  const row = {
    type: 'object',
    properties: { input_id: { type: 'string' }, bird: { type: ['string', 'null'] } },
    required: ['input_id', 'bird'],
    additionalProperties: false,
  };
  const schema = {
    type: 'object',
    properties: { all_results: { type: 'array', items: row } },
    required: ['all_results'],
    additionalProperties: false,
  };
  const texts = ['A heron stood in the reeds.', 'No bird "today".', 'Drei Störche\nund ein Kranich', '', '雁 🪿'];
  const rows = texts.map((text, i) => ({ id: `n${i}`, text }));
  const columns = { id: 'nr', texts: ['note'] };

  it('are what a table, a question and a packing make', () => {
    const file = fileOf('birds-1', questionOf({ instructions: 'Name the bird.\n', schema, columns }), rows, 2);
    const request = (custom_id: string, numbers: number[]) => ({
      custom_id,
      params: {
        model: 'claude-haiku-4-5-20251001',
        max_tokens: 32_000,
        system: [{ type: 'text', text: 'Name the bird.\n', cache_control: { type: 'ephemeral' } }],
        messages: [{ role: 'user', content: numbers.map((n) => ({ input_id: `n${n}`, input_text: texts[n] })) }],
        tools: [{ name: 'extract_results', description: 'Return structured extraction results for all input rows.', input_schema: schema }],
        tool_choice: { type: 'tool', name: 'extract_results' },
      },
    });
    expect(plain(file)).toEqual([
      request('birds-1-chunk-000000', [0, 1]),
      request('birds-1-chunk-000001', [2, 3]),
      request('birds-1-chunk-000002', [4]),
    ]);
  });

  it('are these bytes', () => {
    const question = questionOf({ instructions: 'Say "bird"\n', columns });
    expect(fileOf('j', question, rows.slice(1, 3), 1)).toBe(
      String.raw`[{"custom_id":"j-chunk-000000","params":{"model":"claude-haiku-4-5-20251001","max_tokens":32000,"system":[{"type":"text","text":"Say \"bird\"\n","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"[{\"input_id\":\"n1\",\"input_text\":\"No bird \\\"today\\\".\"}]"}]}},` +
        String.raw`{"custom_id":"j-chunk-000001","params":{"model":"claude-haiku-4-5-20251001","max_tokens":32000,"system":[{"type":"text","text":"Say \"bird\"\n","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"[{\"input_id\":\"n2\",\"input_text\":\"Drei Störche\\nund ein Kranich\"}]"}]}}]`,
    );
  });
});
