import { describe, expect, it } from 'vitest';
import { choicesFor, hereWords, missingWords, sizeWords, type KnownJob } from './import-words.ts';

const JOB: KnownJob = {
  ok: true,
  root: 'job/',
  kind: 'own',
  id: 'job',
  name: 'Job',
  provider: 'openai',
  model: 'gpt-6-luna',
  endpoint: null,
  rows: 20,
  rounds: 1,
  batches: 1,
  requests: 4,
  stage: 'built',
  lacksTable: false,
  lacksRequests: false,
  here: null,
};

describe('a job that is here already', () => {
  const here = { jobId: 'job', name: 'Mine', isSame: true };

  it('is never offered to be overwritten, and merged only with itself', () => {
    expect(choicesFor({ ...JOB, here }).map(({ value }) => value)).toEqual(['merge', 'apart', 'skip']);
    expect(choicesFor({ ...JOB, here: { ...here, isSame: false } }).map(({ value }) => value)).toEqual(['apart', 'skip']);
    expect(choicesFor(JOB).map(({ value }) => value)).toEqual(['new', 'skip']);
  });

  it('is named with what the choice means for it', () => {
    expect(hereWords(JOB, 'new')).toBeNull();
    expect(hereWords({ ...JOB, here }, 'merge')).toMatchObject({
      what: expect.stringContaining('“Mine”'),
      meaning: expect.stringContaining('nothing is overwritten'),
    });
    expect(hereWords({ ...JOB, here: { ...here, isSame: false } }, 'apart')).toMatchObject({
      what: expect.stringMatching(/^Another job/),
      meaning: expect.stringContaining('stays as it is'),
    });
  });
});

it('says what is missing, and nothing where nothing is', () => {
  expect(missingWords(JOB)).toBeNull();
  expect(missingWords({ ...JOB, lacksTable: true })?.what).toMatch(/table is not in the zip/);
  expect(missingWords({ ...JOB, lacksTable: true, lacksRequests: true })?.what).toMatch(/Neither/);
});

it('gives every number its unit', () => {
  expect(sizeWords(JOB)).toBe('20 rows, 4 requests in 1 batch');
  expect(sizeWords({ ...JOB, rounds: 2, batches: 3 })).toBe('20 rows, 4 requests in 3 batches, 2 rounds');
});
