import { expect, it, vi } from 'vitest';
import type { EndpointInfo } from '#lib/core/endpoint';
import { EMPTY_DRAFT } from '#lib/core/new-job';
import { chooseEndpoint } from '#lib/core/new-job-provider';
import { nextStep } from '#lib/core/next-step';
import { transition } from '#lib/core/part-machine';
import { codecOf } from '#lib/providers/registry';
import { remoteBatch as fromAnthropic } from '#lib/providers/anthropic/remote';
import { remoteBatch as fromOpenAI } from '#lib/providers/openai/remote';
import { build, partIn, questionFor, recipeFor, WATCHING } from './job.fixture.ts';
import { createBatch, endOf, resultsOf, startProvider, valueOf } from './sandbox.fixture.ts';
import { tableOf } from './table.fixture.ts';

vi.mock('#lib/storage/datasets', () => import('./table.fixture.ts'));
// XMLHttpRequest, which tells how far an upload is, is the browser's alone.
vi.mock('#lib/providers/xhr-fetch', () => ({ xhrFetch: () => fetch }));

/** A batch of one request a text, run to its end; outcomes by custom id, of both files. */
async function run(texts: string[]) {
  const place = await startProvider('openai');
  const table = tableOf(
    ['id', 'text'],
    texts.map((text, n) => [`r${n}`, text]),
  );
  const recipe = recipeFor(questionFor('openai'), { order: { kind: 'source' }, rowsPerRequest: 1 });
  const [part] = await build(table, recipe);
  const batch = await endOf(place, valueOf(await createBatch(place, part!)).id);
  const { output, errors } = await resultsOf(place, batch);
  const { decode } = codecOf('openai');
  const outcomes = (lines: string[]) => Object.fromEntries(lines.map(decode).map(({ customId, outcome }) => [customId, outcome]));
  return { batch, output: outcomes(output), errors: outcomes(errors) };
}

const openaiBatch = (status: string) =>
  fromOpenAI({ id: 'b', status, created_at: 1, output_file_id: 'out', error_file_id: 'err' } as Parameters<typeof fromOpenAI>[0]);

it.each(['completed', 'failed', 'expired', 'cancelled'])(
  'parity: Terminal states (OpenAI): %s ends the waiting, and its files are fetched',
  (status) => {
    const batch = openaiBatch(status);
    const ended = { ...partIn('running'), ...transition(partIn('running'), { type: 'seen', batch, at: 1, pollSeconds: 300 }) };
    expect(ended).toMatchObject({ state: 'ended', providerStatus: status, outputFileId: 'out', errorFileId: 'err' });
    expect(nextStep(ended, WATCHING, 2, 'file')).toEqual({ do: 'collect' });
  },
);

it.each(['validating', 'in_progress', 'finalizing', 'cancelling'])('parity: Terminal states (OpenAI): %s is none', (status) => {
  expect(openaiBatch(status).phase).toBe('running');
});

it('parity: Terminal states (OpenAI): an expired batch brings what was done', async () => {
  const { batch, output, errors } = await run(['A good lamp', '[[sandbox:expire]] A good kettle']);
  expect(batch).toMatchObject({ status: 'expired', phase: 'ended' });
  expect({ ...output, ...errors }).toEqual({ 'job-0-0': 'answered', 'job-0-1': 'expired' });
});

it('parity: Output and error: both are fetched, and a failed request costs no other', async () => {
  const { output, errors } = await run(['A good lamp', '[[sandbox:fail]] A good kettle', 'A good chair']);
  expect(output).toEqual({ 'job-0-0': 'answered', 'job-0-2': 'answered' });
  expect(errors).toEqual({ 'job-0-1': 'failed' });
});

it.each([
  ['in_progress', 'running'],
  ['canceling', 'running'],
  ['ended', 'ended'],
])('parity: Anthropic (Poll): %s counts as %s', (processing_status, phase) => {
  const request_counts = { processing: 1, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
  const batch = { id: 'b', processing_status, request_counts, created_at: '2026-11-01T00:00:00Z' };
  expect(fromAnthropic(batch as Parameters<typeof fromAnthropic>[0]).phase).toBe(phase);
});

it('parity: interval, continuous, timeout: 300 s and 30 s unless said; off, nothing looks unless asked', () => {
  const seconds = (protocol: EndpointInfo['protocol']) =>
    chooseEndpoint(EMPTY_DRAFT, { id: protocol, protocol, kind: 'live' } as EndpointInfo).recipe.sending.pollSeconds;
  expect([seconds('openai'), seconds('anthropic')]).toEqual([300, 30]);
  const due = partIn('running', { nextPollAt: 5 });
  expect(nextStep(due, WATCHING, 4, 'file')).toEqual({ do: 'wait', until: 5 });
  expect(nextStep(due, WATCHING, 5, 'file')).toEqual({ do: 'poll' });
  const off = { ...WATCHING, watch: false };
  expect(nextStep(due, off, 5, 'file')).toEqual({ do: 'wait', until: null });
  expect(nextStep(due, { ...off, checkNow: true }, 4, 'file')).toEqual({ do: 'poll' });
});
