import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest } from '#lib/core/manifest';
import { originalManifest } from './original-folder.ts';

const blob = (text: string) => new Blob([text]);
const rows = (...ids: string[]) => JSON.stringify(ids.map((id) => ({ input_id: id, input_text: `Text ${id}` })));

function line(customId: string, content: string, body: object = {}): string {
  const messages = [
    { role: 'system', content: 'Do.' },
    { role: 'user', content },
  ];
  return JSON.stringify({
    custom_id: customId,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model: 'gpt-4.1-mini', ...body, messages },
  });
}

const FILE = [line('py-0-0', rows('a', 'b')), line('py-0-1', rows('c'))].join('\n');
const INPUT = { 'batch_input/batch_0.jsonl': FILE };
const answer = (customId: string) => JSON.stringify({ custom_id: customId, response: { status_code: 200, body: {} }, error: null });

const manifestOf = (files: Record<string, string>, root = 'folder/') =>
  originalManifest(root, new Map(Object.entries(files).map(([path, text]) => [path, blob(text)])));

describe('a folder of the original', () => {
  it('is a manifest like any other', async () => {
    const manifest = await manifestOf(INPUT);
    expect(readManifest(JSON.parse(JSON.stringify(manifest))).ok).toBe(true);
    expect(manifest).toMatchObject({ job: { id: 'py' }, batches: [{ state: 'built', rows: 3, requests: 2, batchId: null }] });
  });

  it('tells its recipe by its requests', async () => {
    const schema = { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'object' } } };
    const text = line('py-0-0', rows('a', 'b'), {
      temperature: 0,
      response_format: schema,
      max_completion_tokens: 9,
      reasoning_effort: 'low',
    });
    const { question, sending } = (await manifestOf({ 'batch_input/batch_0.jsonl': text })).recipes[0]!.recipe;
    expect(question).toMatchObject({
      instructions: 'Do.',
      answerFormat: { on: false },
      model: 'gpt-4.1-mini',
      schema,
      thinking: 'low',
      columns: { id: 'input_id', texts: ['input_text'] },
      provider: { options: { temperature: 0, outputLimit: 9, structuredOutput: 'json_schema' } },
    });
    expect(sending).toMatchObject({ order: { kind: 'shuffled', seed: 1 }, rowsPerRequest: 2 });
  });

  it('goes by its name where custom ids are others', async () => {
    const manifest = await manifestOf({ 'batch_input/batch_0.jsonl': line('mine', 'Free text') }, 'a/My job 1/');
    expect(manifest.job.id).toBe('My job 1');
    expect(manifest.batches[0]!.rows).toBe(1);
  });

  it('finds its batches by their answers, else in the order the original makes them', async () => {
    const ks = Array.from({ length: 11 }, (_, k) => k);
    const inputs = Object.fromEntries(ks.map((k) => [`batch_input/batch_${k}.jsonl`, line(`py-${k}-0`, rows(`r${k}`))]));
    const made = ['batch_0', 'batch_1', 'batch_10', 'batch_2'];
    const notes = Object.fromEntries(
      made.map((_, at) => [`batch_output/submission_b${at}.json`, JSON.stringify({ id: `b${at}`, created_at: 100 + at })]),
    );
    const told = async (files: Record<string, string>) => {
      const { batches } = await manifestOf({ ...inputs, ...notes, ...files });
      return Object.fromEntries(batches.flatMap(({ k, batchId }) => (batchId === null ? [] : [[k, batchId]])));
    };
    expect(await told({})).toEqual({ 0: 'b0', 1: 'b1', 10: 'b2', 2: 'b3' });
    expect(await told({ 'batch_output/batch_result_b0.jsonl': answer('py-7-0') })).toEqual({ 7: 'b0', 0: 'b1', 1: 'b2', 10: 'b3' });
  });

  it('of Anthropic’s class takes its batch from the note, however it names it', async () => {
    const params = { model: 'claude-haiku-5-5', max_tokens: 100, system: 'Do.', messages: [{ role: 'user', content: rows('a') }] };
    const requests = JSON.stringify([{ custom_id: 'py-chunk-000000', params }], null, 2);
    const manifest = await manifestOf({
      'batch_input/requests.json': requests,
      'batch_input/submission.json': '{"batch_id":"msgbatch_1"}',
    });
    expect(manifest).toMatchObject({ job: { id: 'py' }, batches: [{ state: 'submitted', batchId: 'msgbatch_1' }] });
    expect(manifest.recipes[0]!.recipe.sending.order).toEqual({ kind: 'source' });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'x'],
    ['JSON without ids', '{"a":1}'],
    ['a list cut off', '['],
  ])('with %s in place of requests is refused', async (_name, text) => {
    await expect(manifestOf({ 'batch_input/batch_0.jsonl': text })).rejects.toThrow(/A (?:file of requests|request)/);
    await expect(manifestOf({ 'batch_input/requests.json': text })).rejects.toThrow(/file of requests|request has/);
  });
});

const fixtures = join(import.meta.dirname, '../../../shared/data/python-original');

describe.skipIf(!existsSync(fixtures))('the files the original wrote', () => {
  it.each([
    ['oai_c20_schema.batch_0.jsonl', 'batch_input/batch_0.jsonl'],
    ['ant_c20_schema.requests.json', 'batch_input/requests.json'],
  ])('%s', async (name, path) => {
    const manifest = await manifestOf({ [path]: readFileSync(join(fixtures, name), 'utf8') });
    expect(manifest).toMatchObject({ job: { id: 'golden' }, batches: [{ rows: 20, requests: 4 }] });
    expect(manifest.recipes[0]!.recipe.question.instructions).toBe(readFileSync(join(fixtures, 'culture_extraction_prompt.txt'), 'utf8'));
    expect(manifest.recipes[0]!.recipe.sending.rowsPerRequest).toBe(5);
  });
});
