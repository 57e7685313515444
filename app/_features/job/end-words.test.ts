import { describe, expect, it } from 'vitest';
import type { Part } from '#lib/core/job';
import { jobStatus } from '#lib/core/job-status';
import { emptyCounts } from '#lib/core/row-state';
import { cancelWords, deleteWords } from './end-words.ts';
import { aJob, anAttempt, aPart } from './fixtures.ts';
import { batchProgress } from './progress.ts';
import type { JobView } from './use-job.ts';

function aView(parts: Part[], ok = 0): JobView {
  const job = aJob({ counts: { ...emptyCounts(), ok, sent: 100 - ok } });
  const round = anAttempt();
  return {
    job,
    status: jobStatus(job, parts),
    attempts: [round],
    parts,
    round,
    roundParts: parts,
    progress: batchProgress(parts),
    beside: null,
    share: null,
  };
}

describe('before cancelling', () => {
  it('tells what is at the provider from what was not started, with what is paid', () => {
    const words = cancelWords(aView([aPart({ state: 'running' }), aPart({ k: 1, state: 'uploaded', rows: 30 })])).join(' ');
    expect(words).toMatch(/1 batch at OpenAI/u);
    expect(words).toMatch(/paid for and collected/u);
    expect(words).toMatch(/1 batch not started yet, with 30 rows/u);
  });

  it('does not speak of batches there where there are none', () => {
    expect(cancelWords(aView([aPart()])).join(' ')).not.toMatch(/asked to stop/u);
  });
});

describe('before deleting', () => {
  it('says what is lost and that batches out there go on', () => {
    const words = deleteWords(aView([aPart({ state: 'running' })], 40)).join(' ');
    expect(words).toMatch(/answers for 40 rows/u);
    expect(words).toMatch(/still at OpenAI/u);
    expect(words).toMatch(/only copy/u);
  });

  it('keeps quiet about what is not so', () => {
    const view = aView([aPart({ state: 'collected' })]);
    view.job.bundledAt = 5;
    const words = deleteWords(view).join(' ');
    expect(words).not.toMatch(/answers for|still at|only copy/u);
    expect(words).toMatch(/stays in this browser/u);
  });
});
