import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadBundle, downloadCsv, fillNewJob, prepare, submit, tally, waitForState } from './job-steps.ts';
import { expect, test } from './test.ts';

const folder = join(import.meta.dirname, '../../shared/data/python-original');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const lines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** A request with the rows inside its message parsed: JSON may be written in many ways. */
function opened(request: { body: { messages: { role: string; content: string }[] } }) {
  const [system, user] = request.body.messages;
  return { ...request, body: { ...request.body, messages: [system, { ...user, content: JSON.parse(user!.content) }] } };
}

test('@job the 20 segments of the Python original: its very requests go out, and every row comes back', async ({ page }) => {
  test.skip(!existsSync(folder), 'the files of the Python original are not beside this checkout');
  await fillNewJob(page, {
    file: join(folder, 'culture_segments_20.csv'),
    instructions: read('culture_extraction_prompt.txt'),
    schema: read('culture_batch_schema.json'),
    answerFormat: false,
    model: 'gpt-4.1-mini',
    jobId: 'golden',
  });
  expect(await prepare(page)).toBe('golden');
  await submit(page);
  await waitForState(page, 'Finished');

  const rows = await downloadCsv(page);
  expect(tally(rows)).toEqual({ ok: 20 });
  expect(rows.map((row) => row.id)).toEqual(Array.from({ length: 20 }, (_, n) => `seg_${String(n + 1).padStart(3, '0')}`));
  const tones = new Set(rows.map((row) => row.tone));
  expect([...tones].every((tone) => ['positive', 'neutral', 'negative'].includes(tone!))).toBe(true);

  const files = await downloadBundle(page, 'golden');
  const ours = lines(files.get('batch_input/batch_0.jsonl')!.toString());
  expect(ours.map(opened)).toEqual(lines(read('oai_c20_schema.batch_0.jsonl')).map(opened));
});
