import type { Attempt, Job, Part } from '#lib/core/job';
import { newPart } from '#lib/core/new-part';
import { DEFAULT_RECIPE } from '#lib/core/recipe';
import { emptyCounts } from '#lib/core/row-state';

/** Records for tests: whole and valid, to be changed where a test needs it. */
export function aJob(change: Partial<Job> = {}): Job {
  return {
    id: 'reviews-a1b2',
    name: 'Reviews',
    createdAt: 0,
    updatedAt: 0,
    datasetId: 'd',
    datasetName: 'reviews.csv',
    rowCount: 100,
    endpoint: {
      id: 'openai',
      protocol: 'openai',
      kind: 'live',
      label: 'OpenAI',
      host: 'https://api.openai.com',
      fingerprint: 'ab12',
      identity: 'x',
      keyVariable: 'OPENAI_API_KEY',
      keySource: 'environment',
      mayType: false,
      lineUrl: '/v1/chat/completions',
    },
    revisions: [{ revision: 1, questionDigest: 'q', sendingDigest: 's', recipe: DEFAULT_RECIPE, createdAt: 0 }],
    preparation: { phase: 'done', rowsDone: 100, rowsTotal: 100, bytes: 1000, startedAt: 0, error: null },
    counts: { ...emptyCounts(), waiting: 100 },
    extracted: [],
    usage: null,
    wishes: { submit: true, cancel: false, watch: true, checkNow: false, submitWhenPrepared: null },
    bundledAt: null,
    sample: null,
    besideJobId: null,
    trouble: null,
    ...change,
  };
}

export function aPart(change: Partial<Part> = {}): Part {
  return {
    ...newPart({
      jobId: 'reviews-a1b2',
      k: 0,
      attempt: 1,
      path: 'batch_input/batch_0.jsonl',
      bytes: 1000,
      rows: 100,
      requests: 20,
      digest: '',
    }),
    ...change,
  };
}

export function anAttempt(change: Partial<Attempt> = {}): Attempt {
  return {
    jobId: 'reviews-a1b2',
    number: 1,
    tag: 'abcd',
    revision: 1,
    createdAt: 0,
    states: null,
    doneAgain: 'none',
    consent: null,
    submittedAt: null,
    rows: 100,
    requests: 20,
    batches: 1,
    bytes: 1000,
    gaveUpAt: null,
    ...change,
  };
}
