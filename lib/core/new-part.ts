import type { Part } from './job.ts';

/** What is known of a part once its file is made. */
type MadePart = Pick<Part, 'jobId' | 'k' | 'attempt' | 'path' | 'bytes' | 'rows' | 'requests' | 'digest'>;

/** The record of a part of which nothing was sent. */
export function newPart(made: MadePart): Part {
  return {
    ...made,
    state: 'built',
    sentBytes: 0,
    fileId: null,
    createIntentAt: null,
    searchedAt: [],
    batchId: null,
    providerStatus: null,
    counts: null,
    outputFileId: null,
    errorFileId: null,
    remote: null,
    submittedAt: null,
    endedAt: null,
    collectedAt: null,
    usage: null,
    cancelRequestedAt: null,
    nextPollAt: null,
    lastPollAt: null,
    tries: 0,
    answer: null,
    trouble: null,
  };
}
