import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ANTHROPIC, downloadBundle, downloadCsv, fillNewJob, prepare, submit, tally, waitForState, type JobInput } from './job-steps.ts';
import { expect, test } from './test.ts';

const folder = join(import.meta.dirname, '../../shared/data/python-original');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

interface Message {
  role: string;
  content: string;
}

/** Messages with the rows inside them parsed: JSON may be written in many ways. */
const opened = (messages: Message[]) =>
  messages.map((message) => (message.role === 'user' ? { ...message, content: JSON.parse(message.content) } : message));

/** The original's 20 segments with its prompt and its settings, from file to results; resolves with the bundle's files. */
async function runSegments(page: Page, input: Partial<JobInput>): Promise<Map<string, Buffer>> {
  await fillNewJob(page, {
    file: join(folder, 'culture_segments_20.csv'),
    instructions: read('culture_extraction_prompt.txt'),
    schema: read('culture_batch_schema.json'),
    answerFormat: false,
    jobId: 'golden',
    ...input,
  });
  expect(await prepare(page)).toBe('golden');
  await submit(page);
  await waitForState(page, 'Finished');
  const rows = await downloadCsv(page);
  expect(tally(rows)).toEqual({ ok: 20 });
  expect(rows.map((row) => row.id)).toEqual(Array.from({ length: 20 }, (_, n) => `seg_${String(n + 1).padStart(3, '0')}`));
  const tones = new Set(rows.map((row) => row.tone));
  expect([...tones].every((tone) => ['positive', 'neutral', 'negative'].includes(tone!))).toBe(true);
  return downloadBundle(page, 'golden');
}

test.describe('the 20 segments of the Python original', () => {
  test.skip(!existsSync(folder), 'the files of the Python original are not beside this checkout');

  test('@job OpenAI: its very requests go out, and every row comes back', async ({ page }) => {
    const files = await runSegments(page, { model: 'gpt-4.1-mini' });
    const open = (request: { body: { messages: Message[] } }) => ({
      ...request,
      body: { ...request.body, messages: opened(request.body.messages) },
    });
    const ours = lines(files.get('batch_input/batch_0.jsonl')!.toString());
    expect(ours.map(open)).toEqual(lines(read('oai_c20_schema.batch_0.jsonl')).map(open));
  });

  test('@job Anthropic: its very requests go out, and every row comes back', async ({ page }) => {
    const files = await runSegments(page, { place: ANTHROPIC, model: 'claude-haiku-4-5-20251001', inOrder: true });
    const open = (request: { params: { messages: Message[] } }) => ({
      ...request,
      params: { ...request.params, messages: opened(request.params.messages) },
    });
    const ours = JSON.parse(files.get('batch_input/requests.json')!.toString());
    expect(ours.map(open)).toEqual(JSON.parse(read('ant_c20_schema.requests.json')).map(open));
  });
});
