import { describe, expect, it } from 'vitest';
import { aJob, aPart } from './fixtures.ts';
import { batchProgress, isSending, stageShare } from './progress.ts';

describe('progress over batches', () => {
  const parts = [
    aPart({ k: 0, state: 'collected', counts: { total: 20, completed: 18, failed: 1 } }),
    aPart({ k: 1, state: 'running', counts: { total: 20, completed: 5, failed: 2 }, nextPollAt: 900 }),
    aPart({ k: 2, state: 'submitted', nextPollAt: 700 }),
    aPart({ k: 3, state: 'uploading', sentBytes: 400 }),
    aPart({ k: 4, state: 'built', nextPollAt: 5 }),
  ];

  it('counts collected batches as whole and others by the provider', () => {
    const progress = batchProgress(parts);
    expect(progress).toEqual({
      batches: 5,
      batchesDone: 1,
      requests: 100,
      requestsDone: 27,
      bytes: 5000,
      bytesSent: 3400,
      nextPollAt: 700,
    });
  });

  it('measures each stage by what it is about', () => {
    const progress = batchProgress(parts);
    const job = aJob();
    job.preparation.rowsDone = 25;
    expect(stageShare(job, 'preparing', progress)).toBe(0.25);
    expect(stageShare(job, 'submitting', progress)).toBe(0.68);
    expect(stageShare(job, 'running', progress)).toBe(0.27);
    expect(stageShare(job, 'running', batchProgress([]))).toBeNull();
    expect(batchProgress([]).nextPollAt).toBeNull();
  });

  it('sees a file on its way in the call that makes the batch', () => {
    const sending = aPart({ state: 'creating', fileId: null, sentBytes: 400 });
    expect(batchProgress([sending]).bytesSent).toBe(400);
    expect(isSending(sending)).toBe(true);
    expect(isSending({ ...sending, sentBytes: 1000 })).toBe(false);
    expect(batchProgress([{ ...sending, fileId: 'file-1' }]).bytesSent).toBe(1000);
  });

  it('counts batches where the provider tells requests only at the end', () => {
    const job = aJob();
    job.endpoint.protocol = 'anthropic';
    expect(stageShare(job, 'running', batchProgress([aPart({ state: 'running' })]))).toBeNull();
    const half = [aPart({ state: 'collected' }), aPart({ k: 1, state: 'running' })];
    expect(stageShare(job, 'running', batchProgress(half))).toBe(0.5);
  });

  it('never goes past the end when a provider counts more requests than were sent', () => {
    const odd = [aPart({ state: 'running', counts: { total: 50, completed: 50, failed: 0 } })];
    expect(batchProgress(odd).requestsDone).toBe(20);
  });
});
