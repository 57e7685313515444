import { expect, it, vi } from 'vitest';
import type { ProviderName } from '#lib/core/recipe';
import { build, questionFor, recipeFor, rowsOf } from '#lib/parity/job.fixture';
import { createBatch, endOf, markOf, startProvider, valueOf } from '#lib/parity/sandbox.fixture';
import { tableOf } from '#lib/parity/table.fixture';
import { remotePage } from './remote-acts.ts';
import { surveyRequests, surveyResults } from './remote-survey.ts';

vi.mock('#lib/storage/datasets', () => import('#lib/parity/table.fixture'));
// XMLHttpRequest, which tells how far an upload is, is the browser's alone.
vi.mock('#lib/providers/xhr-fetch', () => ({ xhrFetch: () => fetch }));

const DAY = 24 * 60 * 60_000;
const PROVIDERS: ProviderName[] = ['openai', 'anthropic'];
const never = new AbortController().signal;

const built = async (provider: ProviderName) => {
  const recipe = recipeFor(questionFor(provider), { rowsPerRequest: 2, order: { kind: 'source' } });
  return (await build(tableOf(['id', 'text'], rowsOf(5)), recipe))[0]!;
};

it.each(PROVIDERS)('%s’s list comes page by page, newest first, each batch once', async (provider) => {
  const place = await startProvider(provider);
  const part = await built(provider);
  const made: string[] = [];
  for (let n = 0; n < 23; n++) made.unshift(valueOf(await createBatch(place, part)).id);
  const first = await remotePage(place.api, null);
  if (!first.ok) throw new Error(first.trouble.what);
  expect(first.batches).toHaveLength(20);
  const second = await remotePage(place.api, first.next);
  if (!second.ok) throw new Error(second.trouble.what);
  expect(second.next).toBeNull();
  expect([...first.batches, ...second.batches].map(({ id }) => id)).toEqual(made);
  expect(first.batches[0]).not.toHaveProperty('raw');
});

it('results at OpenAI are kept 30 days from the end, at Anthropic 29 from the beginning', async () => {
  for (const provider of PROVIDERS) {
    const place = await startProvider(provider);
    const created = valueOf(await createBatch(place, await built(provider)));
    expect(place.api.goneAt(created)).toBeNull();
    const left = place.api.goneAt(await endOf(place, created.id))! - Date.now();
    const days = provider === 'openai' ? 30 : 29;
    expect(Math.abs(left - days * DAY)).toBeLessThan(10_000);
  }
});

it('OpenAI deletes uploads and answers after the days wished for, and says so', async () => {
  const place = await startProvider('openai');
  const part = await built('openai');
  const keepSeconds = 7 * 24 * 3600;
  const file = valueOf(await place.api.files!.upload('job-0.jsonl', part.file, () => {}, never, keepSeconds));
  const input = { fileId: file.id, file: part.file, lineUrl: '/v1/chat/completions', mark: markOf(part), keepSeconds };
  const batch = await endOf(place, valueOf(await place.api.createBatch(input, () => {}, never)).id);
  const bodies = place.seen.filter(({ call }) => call.startsWith('POST')).map(({ body }) => body);
  expect(bodies[0]).toMatch(/expires_after\[seconds\]"\s+604800\s[^]*name="file"/);
  expect(JSON.parse(bodies[1]!)).toMatchObject({ output_expires_after: { anchor: 'created_at', seconds: keepSeconds } });
  expect(Math.abs(place.api.goneAt(batch)! - Date.now() - 7 * DAY)).toBeLessThan(10_000);
});

it('OpenAI gives requests back as they were sent, with what their batch carries; once deleted they are gone', async () => {
  const place = await startProvider('openai');
  const part = await built('openai');
  const batch = await endOf(place, valueOf(await createBatch(place, part)).id);
  const file = valueOf(await place.api.requestsOf(batch, never))!;
  expect(await file.text()).toBe(await part.file.text());
  const survey = await surveyRequests(file, 'openai');
  expect(survey).toMatchObject({ digest: part.digest, requests: 3, rows: 5, perRequest: 2, first: { customId: 'job-0-0' } });
  expect(await place.api.deleteBatch(batch)).toEqual({ ok: true, value: null });
  expect(valueOf(await place.api.requestsOf(batch, never))).toBeNull();
  expect(valueOf(await place.api.results(batch, never))).toEqual({ output: null, errors: null });
  expect(await place.api.deleteBatch(batch)).toEqual({ ok: true, value: null });
  expect(valueOf(await place.api.batch(batch.id)).id).toBe(batch.id);
});

it('Anthropic gives only results back, which name the rows answered; deleted, the batch is gone', async () => {
  const place = await startProvider('anthropic');
  const batch = await endOf(place, valueOf(await createBatch(place, await built('anthropic'))).id);
  expect(valueOf(await place.api.requestsOf(batch, never))).toBeNull();
  const { output } = valueOf(await place.api.results(batch, never));
  const survey = await surveyResults([output!], 'anthropic');
  expect(survey.customIds).toEqual(['job-chunk-000000', 'job-chunk-000001', 'job-chunk-000002']);
  expect(survey).toMatchObject({ ids: ['r0', 'r1', 'r2', 'r3', 'r4'], silent: 0, perRequest: 2 });
  expect([...survey.starts]).toEqual([0, 2, 4, 5]);
  expect(await place.api.deleteBatch(batch)).toEqual({ ok: true, value: null });
  expect(await place.api.batch(batch.id)).toMatchObject({ ok: false, failure: { kind: 'not-found' } });
});
