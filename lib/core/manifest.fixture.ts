import type { Manifest, ManifestBatch, ManifestRound } from './manifest.ts';
import { newPart } from './new-part.ts';
import { DEFAULT_RECIPE } from './recipe.ts';

const DIGEST = 'd'.repeat(64);

export function batchOf(change: Partial<ManifestBatch> = {}): ManifestBatch {
  const made = newPart({ jobId: 'job', k: 0, attempt: 1, path: '', bytes: 10, rows: 5, requests: 1, digest: DIGEST });
  const { jobId: _job, path: _path, sentBytes: _sent, nextPollAt: _next, tries: _tries, answer: _answer, ...batch } = made;
  return { ...batch, ...change };
}

export function roundOf(change: Partial<ManifestRound> = {}): ManifestRound {
  const sums = { rows: 5, requests: 1, batches: 1, bytes: 10 };
  const round = { number: 1, tag: 'k3fa', revision: 1, createdAt: 1, states: null, doneAgain: 'none' as const, consent: null };
  return { ...round, submittedAt: null, ...sums, gaveUpAt: null, ...change };
}

/** A job of five rows in one batch that was not sent. */
export function manifestOf(change: Partial<Manifest> = {}): Manifest {
  return {
    format: 'rowmill-job',
    version: 1,
    job: {
      id: 'job',
      name: 'Job',
      createdAt: 1,
      endpoint: {
        id: 'sandbox-openai',
        protocol: 'openai',
        kind: 'sandbox',
        label: 'Sandbox',
        host: 'this server',
        fingerprint: 'f',
        identity: 'identity',
        keyVariable: null,
        keySource: null,
        mayType: false,
        lineUrl: '/v1/chat/completions',
      },
      extracted: ['tone'],
      usage: null,
      sample: null,
    },
    dataset: {
      id: DIGEST.slice(0, 32),
      fileDigest: DIGEST,
      name: 'table.csv',
      bytes: 100,
      format: { encoding: 'utf-8', delimiter: ',', newline: '\n', hasBom: false },
      columns: ['id', 'text'],
      rowCount: 5,
    },
    recipes: [{ revision: 1, questionDigest: DIGEST, sendingDigest: DIGEST, recipe: DEFAULT_RECIPE, createdAt: 1 }],
    rounds: [roundOf()],
    batches: [batchOf()],
    skipped: {},
    ...change,
  };
}
