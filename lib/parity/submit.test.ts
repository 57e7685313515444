import { expect, it, vi } from 'vitest';
import { nextStep } from '#lib/core/next-step';
import { transition } from '#lib/core/part-machine';
import type { ProviderName } from '#lib/core/recipe';
import { build, partIn, questionFor, recipeFor, rowsOf, WATCHING } from './job.fixture.ts';
import { createBatch, markOf, startProvider, valueOf, type Provider } from './sandbox.fixture.ts';
import { tableOf } from './table.fixture.ts';

vi.mock('#lib/storage/datasets', () => import('./table.fixture.ts'));
// XMLHttpRequest, which tells how far an upload is, is the browser's alone.
vi.mock('#lib/providers/xhr-fetch', () => ({ xhrFetch: () => fetch }));

const partFor = async (provider: ProviderName) => (await build(tableOf(['id', 'text'], rowsOf(4)), recipeFor(questionFor(provider))))[0]!;

const posts = ({ seen }: Provider) => seen.filter(({ call }) => call.startsWith('POST'));

it('parity: OpenAI (Submit): uploaded for batches, created for a day, marked with job, part, attempt and digest', async () => {
  const place = await startProvider('openai');
  const part = await partFor('openai');
  const batch = valueOf(await createBatch(place, part));
  const [upload, create] = posts(place);
  expect(upload!.call).toBe('POST /v1/files');
  expect(upload!.body).toMatch(/name="purpose"\s+batch\s/);
  expect(upload!.body).toContain(Buffer.from(await part.file.text()).toString('latin1'));
  expect(create!.call).toBe('POST /v1/batches');
  const metadata = { description: 'Batch job job', job: 'job', part: '0', attempt: '1-k3fa', digest: 'd'.repeat(64) };
  expect(JSON.parse(create!.body)).toEqual({
    input_file_id: batch.inputFileId,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    metadata,
  });
  expect(batch.metadata).toEqual(metadata);
});

it('parity: Anthropic (Submit): one POST of the whole list', async () => {
  const place = await startProvider('anthropic');
  const part = await partFor('anthropic');
  valueOf(await createBatch(place, part));
  expect(place.seen.map(({ call }) => call)).toEqual(['POST /v1/messages/batches']);
  expect(JSON.parse(place.seen[0]!.body)).toEqual({ requests: JSON.parse(await part.file.text()) });
});

it('parity: Twice: the intent is stored first, and a batch that may have been made is looked up, never made again', () => {
  const begun = {
    ...partIn('uploaded', { fileId: 'f' }),
    ...transition(partIn('uploaded', { fileId: 'f' }), { type: 'create-begun', at: 5 }),
  };
  expect(begun).toMatchObject({ state: 'creating', createIntentAt: 5 });
  expect(transition(begun, { type: 'create-begun', at: 6 })).toBeNull();
  expect(nextStep(begun, WATCHING, 10, 'file')).toEqual({ do: 'search' });
  const resumed = { ...begun, ...transition(begun, { type: 'resumed' }) };
  expect(resumed.state).toBe('uncertain');
  expect(nextStep(resumed, WATCHING, 10, 'file')).toEqual({ do: 'search' });
});

it.each([
  ['openai', '/v1/batches', 'certain'],
  ['anthropic', '/v1/messages/batches', 'possible'],
] as const)('parity: Twice (%s): a batch whose answer was lost is found in the provider’s list', async (name, path, word) => {
  const after = ({ method, path: called }: { method: string; path: string }) =>
    method === 'POST' && called === path ? ('drop' as const) : undefined;
  const place = await startProvider(name, { intercept: { after } });
  const part = await partFor(name);
  const mark = markOf(part);
  const lost = await createBatch(place, part, mark);
  if (lost.ok) throw new Error('The answer was not lost.');
  expect(transition(partIn('creating'), { type: 'create-failed', failure: lost.failure, at: 1 })).toMatchObject({ state: 'uncertain' });
  expect(posts(place).filter(({ call }) => call === `POST ${path}`)).toHaveLength(1);
  const listed = valueOf(await place.api.batchesSince(0, 10));
  expect(listed.map((batch) => place.api.matches(batch, mark))).toEqual([word]);
  expect(place.api.matches(listed[0]!, { ...mark, digest: 'another', requests: mark.requests + 1 })).toBe('no');
});
