const DAY_MS = 24 * 3_600_000;

/** Times in milliseconds the sandbox takes for what a real service takes minutes or hours for. */
export interface Delays {
  /** OpenAI only. */
  validating: number;
  /** The whole of `in_progress`; null: 4 s for a handful of requests, longer for more, 25 s at most. */
  running: number | null;
  /** OpenAI only. */
  finalizing: number;
  cancelling: number;
  /** A live answer. */
  live: number;
  /** From the creation of a batch until it expires: the 24 hours of the completion window. */
  window: number;
  /** Anthropic only: from the creation of a batch until its results are gone. */
  archive: number;
}

export interface Limits {
  fileBytes: number;
  requestsPerBatch: number;
  /** Batches that may be created within any hour; beyond it a create is answered 429. */
  batchesPerHour: number;
  /** Prompt tokens of one model that may be queued at a time; a batch beyond it fails with `token_limit_exceeded`. Null: no limit. */
  queuedTokens: number | null;
  jsonBytes: number;
  /** Age at which files and batches are deleted on start. */
  retentionDays: number;
  /** The rest is Anthropic's. Body of a batch's create. */
  messageBatchBytes: number;
  requestsPerMessageBatch: number;
  /** One message request, live or within a batch. */
  messageBytes: number;
  /** Requests of unfinished batches; a create beyond it is answered 429. Null: no limit. */
  queuedRequests: number | null;
  /** Calls within any minute; beyond it 429. Null: no limit. */
  callsPerMinute: number | null;
  /** Every so many calls one is answered 529 `overloaded_error`. Null: never. */
  overloadedEvery: number | null;
}

export const DEFAULT_DELAYS: Delays = {
  validating: 1_500,
  running: null,
  finalizing: 1_000,
  cancelling: 1_000,
  live: 400,
  window: DAY_MS,
  archive: 29 * DAY_MS,
};

export const DEFAULT_LIMITS: Limits = {
  fileBytes: 200 * 1024 * 1024,
  requestsPerBatch: 50_000,
  batchesPerHour: 2_000,
  queuedTokens: null,
  jsonBytes: 20_000_000,
  retentionDays: 30,
  // "256 MB" read strictly: what fits here fits there.
  messageBatchBytes: 256_000_000,
  requestsPerMessageBatch: 100_000,
  messageBytes: 32_000_000,
  queuedRequests: null,
  callsPerMinute: null,
  overloadedEvery: null,
};

/** How long a batch of so many requests stays `in_progress`, in milliseconds. */
export function runningTime(delays: Delays, requests: number): number {
  return delays.running ?? Math.min(25_000, 4_000 + requests * 40);
}
