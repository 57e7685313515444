import { describe, expect, it } from 'vitest';
import { clueOf, cluesOfIds, goneWords, groupBatches, remoteStateWords, type BatchHere, type ListedBatch } from './remote-jobs.ts';

const DAY = 24 * 60 * 60_000;

function listed(id: string, createdAt: number, metadata: Record<string, string> = {}): ListedBatch {
  const files = { inputFileId: null, outputFileId: null, errorFileId: null };
  return { id, status: 'completed', phase: 'ended', createdAt, counts: null, ...files, metadata, errors: [], goneAt: null };
}

describe('what a batch tells of its job', () => {
  it('is our metadata', () => {
    const metadata = { description: 'Batch job j', job: 'j', part: '3', attempt: '2-k3fa', digest: 'd'.repeat(64), name: 'Survey' };
    expect(clueOf({ metadata })).toEqual({ job: 'j', name: 'Survey', k: 3, round: 2, tag: 'k3fa', digest: 'd'.repeat(64) });
  });

  it('is the description of the Python original', () => {
    expect(clueOf({ metadata: { description: 'Batch job culture-3' } })).toMatchObject({ job: 'culture-3', k: null, round: 1 });
  });

  it.each([{}, { description: 'nightly eval' }, { description: 'Batch job ' }])('is nothing: %j', (metadata) => {
    expect(clueOf({ metadata: metadata as Record<string, string> })).toBeNull();
  });

  it('is not taken from metadata that is odd', () => {
    const clue = clueOf({ metadata: { job: 'j', part: '-1', attempt: '0-x', digest: 'abc' } });
    expect(clue).toEqual({ job: 'j', name: null, k: null, round: 1, tag: null, digest: null });
  });
});

describe('what custom ids tell', () => {
  const clues = (ids: Record<string, string>, protocol: 'openai' | 'anthropic') => {
    const names = Object.keys(ids);
    return cluesOfIds(new Map(Object.entries(ids)), protocol, (id) => names.indexOf(id));
  };

  it('is job, file and round at OpenAI', () => {
    const found = clues({ a: 'my-job-0-7', b: 'my-job-12-0-k3fa', c: 'odd' }, 'openai');
    expect(found.get('a')).toMatchObject({ job: 'my-job', k: 0, round: 1, tag: null });
    expect(found.get('b')).toMatchObject({ job: 'my-job', k: 12, round: 2, tag: 'k3fa' });
    expect(found.has('c')).toBe(false);
  });

  it('is job, file and round at Anthropic', () => {
    const found = clues({ a: 'job-chunk-000000', b: 'job-1-chunk-000003', c: 'job-2-000001-k3fa', d: 'job-3-000000-zzzz' }, 'anthropic');
    expect(found.get('a')).toMatchObject({ job: 'job', k: 0, round: 1 });
    expect(found.get('b')).toMatchObject({ job: 'job', k: 1, round: 1 });
    expect(found.get('c')).toMatchObject({ job: 'job', k: 2, round: 2, tag: 'k3fa' });
    expect(found.get('d')).toMatchObject({ job: 'job', k: 3, round: 3, tag: 'zzzz' });
  });

  it('leaves a number to the job where no other batch goes by the id without it', () => {
    expect(clues({ a: 'wave-2-chunk-000000' }, 'anthropic').get('a')).toMatchObject({ job: 'wave-2', k: 0 });
  });
});

describe('batches in groups', () => {
  const batches = [
    listed('b1', 1, { job: 'one', name: 'One' }),
    listed('b2', 5, { job: 'two' }),
    listed('b3', 3, { job: 'one' }),
    listed('b4', 4),
  ];
  const clues = new Map(batches.flatMap((batch) => (clueOf(batch) ? [[batch.id, clueOf(batch)!] as const] : [])));

  it('are jobs, newest first, and those nothing tells of stand alone', () => {
    const groups = groupBatches(batches, clues, new Map());
    expect(groups.map(({ name, job, batches }) => [name, job, batches.map(({ id }) => id)])).toEqual([
      ['two', 'two', ['b2']],
      ['b4', null, ['b4']],
      ['One', 'one', ['b3', 'b1']],
    ]);
    expect(groups.every(({ here }) => here === null)).toBe(true);
  });

  it('are those of the records here first, and what the job here has not is counted', () => {
    const part: BatchHere = { jobId: 'one-2', wireId: 'one', name: 'One here', k: 0, isCollected: true };
    const groups = groupBatches(
      batches,
      clues,
      new Map([
        ['b1', part],
        ['b4', { ...part, jobId: 'x', wireId: 'x', name: 'X' }],
      ]),
    );
    expect(groups.map(({ name, here, missing }) => [name, here?.jobId ?? null, missing])).toEqual([
      ['two', null, 0],
      ['X', 'x', 0],
      ['One here', 'one-2', 1],
    ]);
  });
});

it.each([
  [-1, 'gone'],
  [0, 'gone'],
  [10, 'gone in 1 h'],
  [DAY - 1, 'gone in 24 h'],
  [DAY, 'gone in 1 day'],
  [3.9 * DAY, 'gone in 3 days'],
])('results with %d ms left are %s', (left, words) => {
  expect(goneWords(1000 + left, 1000)).toBe(words);
});

it('a state nobody knows is told in the provider’s own word', () => {
  expect([remoteStateWords({ status: 'in_progress' }), remoteStateWords({ status: 'constructor' })]).toEqual(['Running', 'constructor']);
});
