import { describe, expect, it } from 'vitest';
import type { RemoteBatch } from './remote.ts';
import { otherBatches, raceOutcome, type Race } from './share-race.ts';

const NOW = 1_000_000_000;
const race: Race = { jobId: 'my-job', known: new Set(['aaaa', 'bbbb']), tag: 'bbbb' };

const file = (tag: string, createdAt: number, id = `file-${tag}`) => ({ id, filename: `my-job-1-${tag}.jsonl`, createdAt });

function batch(attempt: string, change: Partial<RemoteBatch> = {}): RemoteBatch {
  const metadata = { job: 'my-job', part: '1', attempt };
  const files = { inputFileId: 'f', outputFileId: null, errorFileId: null };
  return {
    id: `batch-${attempt}`,
    status: 'in_progress',
    phase: 'running',
    createdAt: NOW,
    counts: null,
    ...files,
    metadata,
    errors: [],
    raw: null,
    ...change,
  };
}

const doing = (listed: RemoteBatch[], files: ReturnType<typeof file>[], now = NOW) => raceOutcome(race, listed, files, now).do;

describe('a round is sent', () => {
  it('where nobody else is about', () => {
    expect(doing([batch('1-aaaa')], [file('aaaa', NOW - 50_000), file('bbbb', NOW)])).toBe('go');
  });

  it('by whoever uploaded first; of the same second, by the id that is first', () => {
    expect(doing([], [file('cccc', NOW), file('bbbb', NOW - 1000)])).toBe('go');
    expect(doing([], [file('cccc', NOW - 1000), file('bbbb', NOW)])).toBe('wait');
    expect(doing([], [file('cccc', NOW, 'z'), file('bbbb', NOW, 'a')])).toBe('go');
    expect(doing([], [file('cccc', NOW, 'a'), file('bbbb', NOW, 'z')])).toBe('wait');
  });

  it('past an upload somebody gave up', () => {
    expect(doing([], [file('cccc', NOW - 600_001), file('bbbb', NOW)])).toBe('go');
  });

  it('past what was cancelled or refused before anything came of it', () => {
    const counts = { total: 2, completed: 0, failed: 0 };
    expect(doing([batch('2-cccc', { status: 'cancelled', phase: 'ended', counts })], [])).toBe('go');
    expect(doing([batch('2-cccc', { status: 'failed', phase: 'rejected' })], [])).toBe('go');
    expect(doing([batch('2-cccc', { status: 'cancelled', phase: 'ended', counts: { ...counts, completed: 1 } })], [])).toBe('lost');
  });

  it('whatever other jobs do, of whatever name', () => {
    const others = [
      { ...file('cccc', 1), filename: 'my-job-2-1-cccc.jsonl' },
      { ...file('cccc', 1), filename: 'other-1-cccc.jsonl' },
    ];
    expect(doing([batch('2-cccc', { metadata: { job: 'my-job-2', attempt: '2-cccc' } })], [...others, file('bbbb', NOW)])).toBe('go');
  });
});

it('is let go of once somebody else’s is there, and names it', () => {
  expect(raceOutcome(race, [batch('2-cccc')], [file('bbbb', 1)], NOW)).toEqual({ do: 'lost', batchId: 'batch-2-cccc' });
});

it('of two that both have uploaded, exactly one goes', () => {
  for (const [a, b] of [
    [1, 2],
    [2, 1],
    [1, 1],
  ] as const) {
    const files = [file('bbbb', NOW + a), file('cccc', NOW + b)];
    const other = { ...race, known: new Set(['aaaa', 'cccc']), tag: 'cccc' };
    expect([raceOutcome(race, [], files, NOW).do, raceOutcome(other, [], files, NOW).do].toSorted()).toEqual(['go', 'wait']);
  }
});

it('tells rounds that are not known here, oldest first', () => {
  const listed = [batch('3-dddd', { createdAt: 9 }), batch('2-cccc', { createdAt: 8 }), batch('1-aaaa')];
  expect(otherBatches(race, listed).map(({ round }) => round)).toEqual(['2-cccc', '3-dddd']);
});
