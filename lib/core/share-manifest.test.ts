import { describe, expect, it } from 'vitest';
import { batchOf, manifestOf, roundOf } from './manifest.fixture.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { fromLinked, linked, type IdsByBatch } from './share-manifest.ts';

const consent = { at: 1, texts: 5, batches: 1, host: 'h', priceUsd: [1, 2] as [number, number] };

function received(manifest: Manifest, ids: IdsByBatch | null = null): Manifest {
  const reading = readManifest(fromLinked(JSON.parse(JSON.stringify(linked(manifest, ids)))));
  if (!reading.ok) throw new Error(reading.trouble.details ?? reading.trouble.what);
  return reading.manifest;
}

it('tells neither prices nor what came back nor files', () => {
  const batch = batchOf({
    state: 'collected',
    batchId: 'batch_1',
    fileId: 'file-1',
    outputFileId: 'file-2',
    remote: { id: 'batch_1', secret: 'x' },
    trouble: { what: 'w', meaning: 'm', todo: 't', details: 'said by the provider' },
  });
  const usage = { inputTokens: 1, outputTokens: 2, cachedTokens: 3, reasoningTokens: 4 };
  const told = manifestOf({ batches: [batch], rounds: [roundOf({ consent })], job: { ...manifestOf().job, usage } });
  const text = JSON.stringify(linked(told, null));
  for (const word of ['priceUsd":[', 'file-1', 'file-2', 'secret', 'said by', 'inputTokens']) expect(text).not.toContain(word);
});

describe('has each batch asked for anew', () => {
  it.each([
    ['built', null, 'built'],
    ['uncertain', null, 'uncertain'],
    ['running', 'batch_1', 'submitted'],
    ['collected', 'batch_1', 'submitted'],
    ['failed', 'batch_1', 'submitted'],
    ['failed', null, 'failed'],
    ['split', null, 'split'],
  ] as const)('%s with %s: %s', (state, batchId, next) => {
    expect(received(manifestOf({ batches: [batchOf({ state, batchId })] })).batches[0]!.state).toBe(next);
  });
});

it('says of what was never sent whether it was given up', () => {
  const trouble = { what: 'Cancelled.', meaning: 'm', todo: 't', details: 'x' };
  const { batches } = received(manifestOf({ batches: [batchOf({ state: 'failed', trouble })] }));
  expect(batches[0]!.trouble).toEqual({ ...trouble, details: null });
});

it('carries ids of rows where they are given', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  expect(received(manifestOf(), new Map([[0, ids]])).batches[0]!.ids).toEqual(ids);
  expect(received(manifestOf()).batches[0]!.ids).toBeUndefined();
});

it('leaves out recipes no round used, and what says the same twice', () => {
  const [recipe] = manifestOf().recipes;
  const recipes = [recipe!, { ...recipe!, revision: 2 }];
  const told = received(manifestOf({ recipes, rounds: [roundOf({ sent: [0, 5] }), roundOf({ number: 2, sent: [1, 2] })] }));
  expect(told.recipes.map(({ revision }) => revision)).toEqual([1]);
  expect(told.rounds.map(({ sent }) => sent)).toEqual([undefined, [1, 2]]);
});
