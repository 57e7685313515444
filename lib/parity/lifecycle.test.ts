import { expect, it, vi } from 'vitest';
import { reconcile } from '#lib/core/reconcile';
import { transition } from '#lib/core/part-machine';
import type { ProviderName } from '#lib/core/recipe';
import { codecOf } from '#lib/providers/registry';
import { build, linesOf, partIn, questionFor, recipeFor, requestsOf, rowsOf, WRAPPER } from './job.fixture.ts';
import { createBatch, endOf, resultsOf, startProvider, valueOf } from './sandbox.fixture.ts';
import { tableOf } from './table.fixture.ts';

vi.mock('#lib/storage/datasets', () => import('./table.fixture.ts'));
// XMLHttpRequest, which tells how far an upload is, is the browser's alone.
vi.mock('#lib/providers/xhr-fetch', () => ({ xhrFetch: () => fetch }));

interface Place {
  name: string;
  provider: ProviderName;
  input: string;
  submission: string;
  output: string;
}

const PLACES = (
  [
    {
      name: 'OpenAI',
      provider: 'openai',
      input: 'batch_input/batch_0.jsonl',
      submission: 'batch_output/submission_b1.json',
      output: 'batch_output/batch_result_b1.jsonl',
    },
    {
      name: 'Anthropic',
      provider: 'anthropic',
      input: 'batch_input/requests.json',
      submission: 'batch_input/submission.json',
      output: 'batch_output/results.jsonl',
    },
  ] satisfies Place[]
).map((place) => [place.name, place] as const);

const built = async (provider: ProviderName) => {
  const recipe = recipeFor(questionFor(provider, { schema: WRAPPER }), { rowsPerRequest: 2 });
  const [part] = await build(tableOf(['id', 'text'], rowsOf(5)), recipe);
  return part!;
};

it.each(PLACES)('parity: build (%s): one file, every row in it once', async (_name, { provider, input }) => {
  const part = await built(provider);
  expect(codecOf(provider).paths.input(part.k)).toBe(input);
  const messages =
    provider === 'openai'
      ? (await linesOf(part)).map(({ body }) => body.messages[1]!)
      : (await requestsOf(part)).map(({ params }) => params.messages[0]!);
  const sent = messages.flatMap(({ content }) => JSON.parse(content) as { input_id: string }[]);
  expect(sent.map((row) => row.input_id).toSorted()).toEqual(['r0', 'r1', 'r2', 'r3', 'r4']);
});

it.each(PLACES)('parity: submit (%s): one batch of all requests', async (_name, { provider, submission }) => {
  const place = await startProvider(provider);
  const batch = valueOf(await createBatch(place, await built(provider)));
  expect(batch).toMatchObject({ phase: 'running', id: expect.stringMatching(/batch_/) });
  expect(valueOf(await place.api.batchesSince(0, 10)).map(({ id }) => id)).toEqual([batch.id]);
  expect(codecOf(provider).paths.submission(0, 'b1')).toBe(submission);
});

it.each(PLACES)('parity: poll (%s): looks until the batch has ended, then collects', async (_name, { provider }) => {
  const place = await startProvider(provider);
  const created = valueOf(await createBatch(place, await built(provider)));
  const seen = (batch: typeof created) => transition(partIn('submitted'), { type: 'seen', batch, at: 1000, pollSeconds: 30 });
  expect(seen(created)).toMatchObject({ state: 'running', nextPollAt: 31_000 });
  expect(seen(await endOf(place, created.id))).toMatchObject({ state: 'ended', batchId: created.id, nextPollAt: null });
});

it.each(PLACES)('parity: retrieve (%s): every row comes back', async (_name, { provider, output }) => {
  const place = await startProvider(provider);
  const part = await built(provider);
  const { id } = valueOf(await createBatch(place, part));
  const results = await resultsOf(place, await endOf(place, id));
  const codec = codecOf(provider);
  expect(codec.paths.output(0, 'b1')).toBe(output);
  const { starts, ids } = part.index;
  const answered = new Map(results.output.map(codec.decode).map((response) => [response.customId, response]));
  for (let request = 0; request < part.requests; request++) {
    const sent = ids.slice(starts[request], starts[request + 1]);
    const { slots } = reconcile(answered.get(codec.customId('job', 0, request, null))!, sent, null);
    expect(slots.map((slot) => [slot.state, JSON.parse(slot.valueJson).input_id])).toEqual(sent.map((row) => ['ok', row]));
  }
  expect([results.output.length, results.errors.length]).toEqual([3, 0]);
});
