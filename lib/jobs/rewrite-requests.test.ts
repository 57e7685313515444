import { expect, it, vi } from 'vitest';
import type { PartIndex } from '#lib/core/job';
import type { ProviderName } from '#lib/core/recipe';
import { codecOf, specOf } from '#lib/providers/registry';
import { build, questionFor, recipeFor, rowsOf } from '../parity/job.fixture.ts';
import { tableOf } from '../parity/table.fixture.ts';
import { rewriteRequests, type Rewriting } from './rewrite-requests.ts';

vi.mock('#lib/storage/datasets', () => import('../parity/table.fixture.ts'));

const ROWS = rowsOf(13);

/** File `k` of these rows, two a request, as a round writes it. */
async function fileOf(provider: ProviderName, k: number, from: number, to: number) {
  const recipe = recipeFor(questionFor(provider), { order: { kind: 'source' }, rowsPerRequest: 2 });
  const [part] = await build(tableOf(['id', 'text'], ROWS.slice(from, to)), recipe, { firstK: k });
  return part!;
}

function rewriting(provider: ProviderName, oldK: number, newK: number): Rewriting {
  const codec = codecOf(provider);
  const { lineUrl } = specOf(provider).defaults;
  const id = (k: number) => (i: number) => codec.customId('job', k, i, null);
  return { frame: codec.frame({ question: questionFor(provider), prompt: '', lineUrl }), oldId: id(oldK), newId: id(newK) };
}

it.each([
  ['openai', 0, 7],
  ['openai', 0, 3],
  ['openai', 3, 7],
  ['anthropic', 0, 3],
  ['anthropic', 6, 7],
] as const)('%s: requests %i to %i of a file make a file as if packed on their own', async (provider, from, to) => {
  const whole = await fileOf(provider, 4, 0, 13);
  const index: PartIndex = { jobId: 'job', k: 4, ...whole.index };
  const made = await rewriteRequests(whole.file, index, from, to, rewriting(provider, 4, 123));
  const packed = await fileOf(provider, 123, 2 * from, 2 * to);
  expect(await made.file.text()).toBe(await packed.file.text());
  const { rows, ...rest } = packed.index;
  expect(made).toMatchObject({ digest: packed.digest, index: rest });
  expect([...made.index.rows]).toEqual([...rows].map((row) => row + 2 * from));
});

it('refuses a file that is not as it was written', async () => {
  const whole = await fileOf('openai', 4, 0, 13);
  const index: PartIndex = { jobId: 'job', k: 4, ...whole.index };
  await expect(rewriteRequests(whole.file, index, 0, 2, rewriting('openai', 5, 6))).rejects.toThrow('does not begin with its custom id');
});
