import { describe, expect, it } from 'vitest';
import { manifestOf } from '#lib/core/manifest.fixture';
import { DEFAULT_RECIPE, type Recipe } from '#lib/core/recipe';
import type { RemoteBatch } from '#lib/core/remote';
import { clueOf } from '#lib/core/remote-jobs';
import type { JsonObject } from '#lib/core/json';
import { numbered, remoteManifest, type FoundBatch } from './remote-manifest.ts';

function remote(id: string, createdAt: number, metadata: Record<string, string>, change: Partial<RemoteBatch> = {}): RemoteBatch {
  const files = { inputFileId: 'file-1', outputFileId: null, errorFileId: null };
  return { id, status: 'completed', phase: 'ended', createdAt, counts: null, ...files, metadata, errors: [], raw: {}, ...change };
}

function found(id: string, createdAt: number, metadata: Record<string, string> = {}, change: Partial<FoundBatch> = {}): FoundBatch {
  const batch = change.batch ?? remote(id, createdAt, metadata);
  const facts = { k: null, digest: 'd'.repeat(64), bytes: 10, rows: 5, requests: 1 };
  return { batch, clue: clueOf(batch), about: null, ...facts, ...change };
}

const ours = (part: number, attempt = '1-k3fa') => ({ job: 'job', part: String(part), attempt });
const kOf = (batches: FoundBatch[]) => [...numbered(batches)].map(([k, { batch }]) => [k, batch.id]);

describe('files of a job', () => {
  it('have the numbers their batches carry, else those left over', () => {
    expect(kOf([found('c', 3), found('b', 2, ours(1)), found('a', 1, ours(0))])).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ]);
  });

  it('that were refused and sent again stand for the later batch', () => {
    const refused = found('a', 1, {}, { batch: remote('a', 1, ours(0), { phase: 'rejected' }) });
    expect(kOf([refused, found('b', 2, ours(0))])).toEqual([[0, 'b']]);
    expect(kOf([found('b', 0, ours(0)), refused])).toEqual([[0, 'b']]);
  });
});

describe('the manifest of a job by its batches', () => {
  const { endpoint } = manifestOf().job;
  const other: Recipe = { ...DEFAULT_RECIPE, question: { ...DEFAULT_RECIPE.question, instructions: 'Other.' } };
  const made = async (batches: FoundBatch[], recipe = DEFAULT_RECIPE) => {
    const reading = await remoteManifest(endpoint!, { id: 'job', name: 'Job' }, numbered(batches), () => recipe);
    if (!reading.ok) throw new Error(reading.trouble.details!);
    return reading.manifest;
  };

  it('has recipe, table and skipped rows as the batches carry them', async () => {
    const { name: _name, ...table } = manifestOf().dataset!;
    const round = { createdAt: 4, states: null, doneAgain: 'none' };
    const about = { createdAt: 3, recipe: other, round, table, skipped: { 'empty-text': [2, 1] } } as unknown as JsonObject;
    const manifest = await made([found('a', 9, ours(0), { about })]);
    expect(manifest.recipes).toMatchObject([{ revision: 1, recipe: other }]);
    expect(manifest.dataset).toMatchObject({ ...table, name: 'table of Job' });
    expect(manifest).toMatchObject({
      skipped: { 'empty-text': [2, 1] },
      job: { createdAt: 3 },
      rounds: [{ number: 1, tag: 'k3fa', createdAt: 4 }],
    });
    expect(manifest.batches).toMatchObject([{ k: 0, state: 'submitted', batchId: 'a', fileId: 'file-1', rows: 5 }]);
  });

  it('has a round for each, those unknown without rows, and each recipe once', async () => {
    const manifest = await made([
      found('a', 1, ours(0)),
      found('b', 2, ours(1, '3-zzzz'), { about: { recipe: other } as unknown as JsonObject }),
    ]);
    expect(manifest.rounds.map(({ number, tag, rows, revision }) => [number, tag, rows, revision])).toEqual([
      [1, 'k3fa', 5, 1],
      [2, expect.any(String), 0, 1],
      [3, 'zzzz', 5, 2],
    ]);
    expect(manifest.batches.map(({ attempt }) => attempt)).toEqual([1, 3]);
  });

  it('never has a refused batch sent again by itself', async () => {
    const errors = [{ code: 'token_limit_exceeded', message: 'No room.', line: null }];
    const manifest = await made([found('a', 1, {}, { batch: remote('a', 1, ours(0), { phase: 'rejected', errors }) })]);
    expect(manifest.batches).toMatchObject([{ state: 'failed', trouble: { details: 'No room.' } }]);
  });

  it.each([{ recipe: { question: 1 } }, { createdAt: 'soon' }, { table: { id: 3 } }, { round: { states: 'all' } }, { skipped: [1] }])(
    'takes batches that carry nonsense as if they carried nothing: %j',
    async (about) => {
      const manifest = await made([found('a', 7, ours(0), { about: about as unknown as JsonObject })], other);
      expect(manifest).toMatchObject({ dataset: null, recipes: [{ recipe: other }], rounds: [{ states: null }], job: { createdAt: 7 } });
    },
  );
});
