import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { fullPrompt } from '#lib/core/answer-format';
import type { Json } from '#lib/core/json';
import { permutation } from '#lib/core/permutation';
import { DEFAULT_RECIPE, type Question } from '#lib/core/recipe';
import { packRequest, rowWriter } from '#lib/core/row-bytes';
import { codec } from './codec.ts';

/** Requests the Python original wrote, kept outside the project: its readers check ours against them where they are at hand. */
const BESIDE_THE_PROJECT = '../shared/data/python-original';
const FIXTURES = path.resolve(import.meta.dirname, '../../..', BESIDE_THE_PROJECT);
const HAS_FIXTURES = existsSync(FIXTURES);

interface Job {
  jobId: string;
  question: Question;
  rows: { id: string; text: string }[];
  rowsPerRequest: number;
  requestsPerBatch: number;
}

/** The files of a job, by the functions that make them, without storage or streams. */
function filesOf({ jobId, question, rows, rowsPerRequest, requestsPerBatch }: Job): Map<string, string[]> {
  const frame = codec.frame({ question, prompt: fullPrompt(question), lineUrl: '/v1/chat/completions' });
  const write = rowWriter(question.columns.texts);
  const ordered = [...permutation(rows.length, 1)].map((row) => rows[row]!).map(({ id, text }) => write(id, [text]));
  const files = new Map<string, string[]>();
  for (let first = 0, request = 0; first < ordered.length; first += rowsPerRequest, request++) {
    const k = Math.floor(request / requestsPerBatch);
    const line = packRequest(
      frame,
      codec.customId(jobId, k, request % requestsPerBatch, null),
      ordered.slice(first, first + rowsPerRequest),
    );
    files.set(codec.paths.input(k), [...(files.get(codec.paths.input(k)) ?? []), line]);
  }
  return files;
}

/** A request with its rows parsed too, since the original puts spaces into their JSON. */
function plain(line: string): Json {
  const request = JSON.parse(line);
  const user = request.body.messages[1];
  return { ...request, body: { ...request.body, messages: [request.body.messages[0], { ...user, content: JSON.parse(user.content) }] } };
}

const questionOf = (more: Partial<Question>): Question => ({
  ...DEFAULT_RECIPE.question,
  answerFormat: { on: false, text: null },
  model: 'gpt-4.1-mini',
  ...more,
});

describe.skipIf(!HAS_FIXTURES)(`the Python original's requests${HAS_FIXTURES ? '' : ` (skipped: no ${BESIDE_THE_PROJECT})`}`, () => {
  const read = (name: string) => readFileSync(path.join(FIXTURES, name), 'utf8');

  function job(more: Partial<Job>, question: Partial<Question> = {}): Job {
    const table = Papa.parse<Record<string, string>>(read('culture_segments_20.csv'), { header: true, skipEmptyLines: true }).data;
    return {
      jobId: 'golden',
      question: questionOf({
        instructions: read('culture_extraction_prompt.txt'),
        columns: { id: 'segment_id', texts: ['text'] },
        ...question,
      }),
      rows: table.map((row) => ({ id: row.segment_id!, text: row.text! })),
      rowsPerRequest: 5,
      requestsPerBatch: 5000,
      ...more,
    };
  }

  it.each([
    ['with a schema', 'schema', 1, { schema: true, rowsPerRequest: 5, requestsPerBatch: 5000 }],
    ['without a schema', 'free', 1, { schema: false, rowsPerRequest: 5, requestsPerBatch: 5000 }],
    ['split into three files', 'split', 3, { schema: false, rowsPerRequest: 3, requestsPerBatch: 3 }],
  ])('are ours, %s', (_name, kind, fileCount, { schema, ...packing }) => {
    const files = filesOf(job(packing, { schema: schema ? (JSON.parse(read('culture_batch_schema.json')) as Json) : null }));
    expect([...files.keys()]).toEqual(Array.from({ length: fileCount }, (_, k) => `batch_input/batch_${k}.jsonl`));
    [...files.values()].forEach((lines, k) => {
      const theirs = read(`oai_c20_${kind}.batch_${k}.jsonl`).trimEnd().split('\n');
      expect(lines.map(plain)).toEqual(theirs.map(plain));
    });
  });
});

describe('requests written out', () => {
  it('are what a table, a question and a packing make', () => {
    const wrapper: Json = {
      type: 'json_schema',
      json_schema: {
        name: 'birds',
        strict: true,
        schema: {
          type: 'object',
          properties: {
            all_results: {
              type: 'array',
              items: {
                type: 'object',
                properties: { input_id: { type: 'string' }, bird: { type: ['string', 'null'] } },
                required: ['input_id', 'bird'],
                additionalProperties: false,
              },
            },
          },
          required: ['all_results'],
          additionalProperties: false,
        },
      },
    };
    const texts = ['A heron stood in the reeds.', 'No bird "today".', 'Drei Störche\nund ein Kranich', '', '雁 🪿'];
    const question = questionOf({ instructions: 'Name the bird. JSON.\n', schema: wrapper, columns: { id: 'nr', texts: ['note'] } });
    const files = filesOf({
      jobId: 'birds-1',
      question,
      rows: texts.map((text, i) => ({ id: `n${i}`, text })),
      rowsPerRequest: 2,
      requestsPerBatch: 2,
    });
    const request = (custom_id: string, rows: number[]) => ({
      custom_id,
      method: 'POST',
      url: '/v1/chat/completions',
      body: {
        model: 'gpt-4.1-mini',
        temperature: 0,
        response_format: wrapper,
        messages: [
          { role: 'system', content: 'Name the bird. JSON.\n' },
          { role: 'user', content: rows.map((row) => ({ input_id: `n${row}`, input_text: texts[row] })) },
        ],
      },
    });
    // Five rows under seed 1: 2, 1, 4, 0, 3.
    expect([...files].map(([name, lines]) => [name, lines.map(plain)])).toEqual([
      ['batch_input/batch_0.jsonl', [request('birds-1-0-0', [2, 1]), request('birds-1-0-1', [4, 0])]],
      ['batch_input/batch_1.jsonl', [request('birds-1-1-0', [3])]],
    ]);
  });
});
