import type { StoredColumn } from './column.ts';
import type { EndpointInfo } from './endpoint.ts';
import type { Json } from './json.ts';
import type { Recipe } from './recipe.ts';
import type { Usage } from './response.ts';
import type { RowCounts, RowState } from './row-state.ts';

/** A revision of the recipe; each attempt names the one it used. Digests are hex SHA-256 of the canonical JSON. */
export interface RecipeRevision {
  revision: number;
  questionDigest: string;
  sendingDigest: string;
  recipe: Recipe;
  createdAt: number;
}

/** Building the files of the newest attempt. Nothing is sent before it is done. */
export interface Preparation {
  phase: 'wanted' | 'running' | 'done' | 'stopped' | 'failed';
  rowsDone: number;
  rowsTotal: number;
  bytes: number;
  startedAt: number | null;
  error: Trouble | null;
}

/** Something that went wrong, for a person: what happened, what it means for rows and money, what to do. */
export interface Trouble {
  what: string;
  meaning: string;
  todo: string;
  /** Code, status, request id, the provider's own words: shown behind "Details". */
  details: string | null;
  /** What the engine itself may see mended, to go on without the person. */
  cause?: 'storage-full';
}

export interface Wishes {
  submit: boolean;
  /** Send nothing further for now; what is at the provider goes on. Absent: no. */
  hold?: boolean;
  cancel: boolean;
  /** Poll by itself. Off: only when asked. */
  watch: boolean;
  /** One look at every open batch, now. */
  checkNow: boolean;
  /** Submit as soon as it is prepared, with this consent (samples on the sandbox). */
  submitWhenPrepared: Consent | null;
}

export interface Job {
  id: string;
  name: string;
  createdAt: number;
  updatedAt: number;
  datasetId: string;
  datasetName: string;
  rowCount: number;
  /** Where it was prepared for; nothing is sent or asked anywhere else. */
  endpoint: EndpointInfo;
  revisions: RecipeRevision[];
  preparation: Preparation;
  counts: RowCounts;
  /** Names of extracted fields in order of first appearance. */
  extracted: string[];
  usage: Usage | null;
  /** The person's wishes, which the engine carries out. */
  wishes: Wishes;
  /** Set when a bundle was saved. */
  bundledAt: number | null;
  sample: string | null;
  /** Job that answers the same question with another model or provider; null: none. */
  besideJobId: string | null;
  /** Trouble that stops the whole job (wrong key, other endpoint …); null when it goes on. */
  trouble: Trouble | null;
  /** `watch`: somebody else's. Its batches are polled and collected; nothing is sent or cancelled from here. Absent: own. */
  role?: JobRole;
  /** Id it was made under, where it has another here: its folder, its custom ids and its records at the provider go by that one. */
  foreignId?: string;
  /**
   * What a job that was made elsewhere still lacks; absent: nothing. `rows`: which rows its requests carry, so that nothing can be
   * collected. `table`: its own table; ids and texts stand in one made of its input files. `question`: what was asked, so that nothing can be asked again.
   */
  lacks?: 'rows' | 'table' | 'question';
  /** Since when others may have it, too: it was shared by link, or came from elsewhere. Further rounds look for theirs first. Absent: not. */
  sharedAt?: number;
}

export type JobRole = 'own' | 'watch';

export interface Consent {
  at: number;
  texts: number;
  batches: number;
  host: string;
  /** What it was said to cost, from and to; null: nothing was said, or nothing is paid. */
  priceUsd: [low: number, high: number] | null;
}

/** What the responses of one batch say they used. */
export interface PartUsage {
  all: Usage;
  /** Of it, for rows that ended without a valid answer: a request's use is shared out evenly among its rows. */
  lost: Usage;
  /** USD at the batch price of the day it was collected; null where the model's price is unknown. */
  usd: { all: number; lost: number } | null;
}

/** One round of submission. */
export interface Attempt {
  jobId: string;
  /** 1, 2, 3 … */
  number: number;
  /** Random, four characters; part of the custom ids of every attempt but the first. */
  tag: string;
  revision: number;
  createdAt: number;
  /** Row states this round takes up again; null: the first round, which takes the recipe's own selection. */
  states: RowState[] | null;
  /**
   * Rows that are done and asked for again: none; those answered under another question than this round's; or all.
   * The answers they have stay in the job directory and stand as earlier rounds.
   */
  doneAgain: 'none' | 'other-question' | 'all';
  consent: Consent | null;
  submittedAt: number | null;
  /** Rows sent in this round. */
  rows: number;
  requests: number;
  batches: number;
  bytes: number;
  /** Polling stopped by the give-up time. */
  gaveUpAt: number | null;
}

export const PART_STATES = [
  'built',
  'uploading',
  'uploaded',
  'creating',
  'uncertain',
  'submitted',
  'running',
  'ended',
  'collected',
  'failed',
  'split',
] as const;
export type PartState = (typeof PART_STATES)[number];

/** What a part's present waiting is for: a way to the server, room at the provider, the end of a pause it asked for, or what became of another batch. */
export type WaitsFor = 'network' | 'room' | 'pause' | 'turn';

/** What a refusal for lack of room told: providers let only so much wait in their queue at once. */
export interface QueueRefusal {
  /** Prompt tokens of one model that may be queued at once; null where it was not told. */
  limitTokens: number | null;
  at: number;
  /** Refusals in a row. */
  tries: number;
}

/** One input file: at most one batch at the provider, ever. */
export interface Part {
  jobId: string;
  /** Number of the file, counted through all attempts. */
  k: number;
  attempt: number;
  state: PartState;
  path: string;
  bytes: number;
  rows: number;
  requests: number;
  digest: string;
  /** Bytes sent so far of a running upload. */
  sentBytes: number;
  fileId: string | null;
  /** Written before the create call goes out; what reconciling looks from. */
  createIntentAt: number | null;
  /** When the provider's list was searched for this batch in vain. */
  searchedAt: number[];
  batchId: string | null;
  /** The provider's own status, verbatim. */
  providerStatus: string | null;
  counts: { total: number; completed: number; failed: number } | null;
  outputFileId: string | null;
  errorFileId: string | null;
  /** The provider's batch object as last seen. */
  remote: Json;
  submittedAt: number | null;
  endedAt: number | null;
  collectedAt: number | null;
  /** Written on collecting; null before. */
  usage: PartUsage | null;
  cancelRequestedAt: number | null;
  nextPollAt: number | null;
  lastPollAt: number | null;
  /** Failed tries of the present step in a row, for backoff. */
  tries: number;
  /** The person's word on an uncertain batch, until it is carried out. */
  answer: 'send' | 'leave' | 'search' | null;
  trouble: Trouble | null;
  /** From here on absent in records of earlier versions, which means null, none or no. */
  waitsFor?: WaitsFor | null;
  /** Its batch was taken for its own by time and size alone; the custom ids of its results will tell. */
  isGuess?: boolean;
  /** Batches that are not this part's (any more): taken by mistake, or refused for lack of room before they ran. */
  formerBatches?: string[];
  /** Uploaded files the provider no longer has. */
  formerFiles?: string[];
  queue?: QueueRefusal | null;
  /** Prompt tokens, by a sample of its requests; worked out only once a limit is known. */
  tokens?: number | null;
  /** Numbers of the files its rows went to. */
  splitInto?: number[];
  /** Its results came with the job: they are read from the job directory, not fetched. */
  isBrought?: boolean;
}

export interface JobEvent {
  id?: number;
  jobId: string;
  at: number;
  kind:
    | 'prepared'
    | 'consented'
    | 'uploaded'
    | 'submitted'
    | 'polled'
    | 'collected'
    | 'cancelled'
    | 'watching'
    | 'held'
    | 'round'
    | 'trouble'
    | 'uncertain'
    | 'exported';
  k: number | null;
  message: string;
  details: string | null;
}

/** A file of the job directory; its bytes are a Blob under `blobKey`. */
export interface Artifact {
  jobId: string;
  path: string;
  blobKey: string;
  bytes: number;
  createdAt: number;
}

/** What a part's requests carried, written with its file: how responses find their rows. */
export interface PartIndex {
  jobId: string;
  k: number;
  /** Dataset row of each slot, in the order sent. */
  rows: Uint32Array;
  /** First slot of each request, and one past the last: requests + 1 values. */
  starts: Uint32Array;
  /** Byte offset of each request in the file, and the end of the last: requests + 1 values. */
  offsets: Uint32Array;
  /** `input_id` of each slot. */
  ids: string[];
  /** Custom id of each request, where they are not those this app would give. */
  customIds?: string[];
}

/** Where each request's response lies, written on collecting. Requests without one have `file` 0. */
export interface ResponseIndex {
  jobId: string;
  k: number;
  /** 0 none, 1 output file, 2 error file. */
  file: Uint8Array;
  offset: Float64Array;
  length: Uint32Array;
}

/** Answers of one part in response order; the ledger's `ref` counts them from the part's first. */
export interface ResultPack<Column extends StoredColumn = string[]> {
  jobId: string;
  k: number;
  first: number;
  /** JSON text of each answer; '' where a row ended without one. */
  values: Column;
  /** Why a row is not simply done, in words; '' where there is nothing to say. */
  notes: Column;
  /** Models that answered, by the responses' own word, and which of them gave each answer. */
  models: string[];
  modelOf: Uint8Array;
}

/** What became of every row, by source row. */
export interface Ledger {
  jobId: string;
  /** Index into ROW_STATES. */
  states: Uint8Array;
  /** Index into SKIP_REASONS + 1 for skipped rows; else 0. */
  reasons: Uint8Array;
  /** Attempt that last carried the row; 0 none. */
  attempts: Uint8Array;
  /** Part + 1 that last carried the row; 0 none. */
  parts: Uint16Array;
  /** Number of its answer among the part's results + 1; 0 none. */
  refs: Uint32Array;
}
