import { expect, it } from 'vitest';
import { DEFAULT_RECIPE, recipeSchema } from '#lib/core/recipe';
import { packPlan } from '#lib/jobs/build';
import { specOf } from '#lib/providers/registry';
import { readConfig } from '#lib/server/config';
import { listEndpoints } from '#lib/server/endpoints';
import { questionFor, recipeFor } from './job.fixture.ts';

const KEY = 'sk-this-is-a-secret-of-the-server-0123456789';

it('parity: api_key: of the environment or typed, and never told to the browser', () => {
  const read = readConfig({ NODE_ENV: 'test', OPENAI_API_KEY: KEY });
  if (!read.ok) throw new Error(read.problems.join());
  const endpoints = (held: Map<string, string>) =>
    listEndpoints({ config: read.config, typed: { allowed: true, held } } as Parameters<typeof listEndpoints>[0], null);
  const [openai, anthropic] = endpoints(new Map());
  expect(openai!.access!.key).toBe(KEY);
  expect(openai!.info).toMatchObject({ keySource: 'environment', keyVariable: 'OPENAI_API_KEY' });
  expect([anthropic!.access, anthropic!.info.identity]).toEqual([null, null]);
  const typed = endpoints(new Map([['anthropic', `${KEY}-typed`]]));
  expect(typed[1]!.access!.key).toBe(`${KEY}-typed`);
  expect(typed[1]!.info.keySource).toBe('typed');
  expect(JSON.stringify(typed.map(({ info }) => info))).not.toContain(KEY);
});

it.each(['openai', 'anthropic'] as const)(
  'parity: max_requests_per_batch (Construct) at %s: a setting of every job, 5000 unless said',
  (name) => {
    expect([specOf(name).defaults.requestsPerBatch, DEFAULT_RECIPE.sending.requestsPerBatch]).toEqual([5000, 5000]);
    const plan = packPlan(recipeFor(questionFor(name), { requestsPerBatch: 7 }), '', 'job', null, 0);
    expect(plan.requestsPerBatch).toBe(7);
    expect(recipeSchema.safeParse(recipeFor(questionFor(name), { requestsPerBatch: 0 })).success).toBe(false);
  },
);
