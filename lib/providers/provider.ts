import type { CallFailure } from '#lib/core/failure';
import type { Json } from '#lib/core/json';
import type { RemoteBatch } from '#lib/core/remote';
import type { ProviderName, Question } from '#lib/core/recipe';
import type { RequestFrame } from '#lib/core/request-frame';
import type { DecodedResponse } from '#lib/core/response';

/** One request the proxy lets through: a method and a path pattern below `/v1`. `{id}` stands for one segment of `[A-Za-z0-9._-]`. */
export interface AllowedCall {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  /** The reply names something paid for: the proxy reads it to its end and logs the id even if the browser is gone. */
  creates?: 'batch' | 'file';
}

export interface ProviderSpec {
  name: ProviderName;
  label: string;
  /** `file`: a part is uploaded, then a batch is made of it. `body`: one POST carries the part and makes the batch. */
  submitAs: 'file' | 'body';
  /** `contentCharacters`: most characters one message may hold. */
  limits: { requestsPerBatch: number; bytesPerBatch: number; customIdCharacters: number; contentCharacters: number };
  defaults: { requestsPerBatch: number; pollSeconds: number; baseUrl: string; lineUrl: string };
  keyVariable: string;
  baseUrlVariable: string;
  allow: readonly AllowedCall[];
}

/** Everything of a question that shapes the bytes, worked out once per part. `prompt` is the full text sent. */
export interface EncodeInput {
  question: Question;
  prompt: string;
  /** `url` of a line, where the protocol has one. */
  lineUrl: string;
}

/** Turns a question into bytes and back. Pure; both halves know nothing of files or networks. */
export interface ProviderCodec {
  frame(input: EncodeInput): RequestFrame;
  /** Paths in the job directory. */
  paths: {
    input(k: number): string;
    submission(k: number, batchId: string): string;
    output(k: number, batchId: string): string;
    errors(k: number, batchId: string): string;
  };
  /** Where failed requests are told: in a file of the provider's own, or among the results, from which we write `errors`. */
  errorFile: 'own' | 'derived';
  customId(jobId: string, k: number, i: number, tag: string | null): string;
  /** Reads one line of an output or error file. Total: never throws. */
  decode(line: string): DecodedResponse;
  /** What of a question goes out otherwise than chosen, or is known to be refused: sentences for a person, before anything is sent. */
  notes(question: Question): string[];
}

export interface RemoteFile {
  id: string;
  filename: string;
  bytes: number;
  createdAt: number;
}

/**
 * The outcome of a call, as data. `retryable` says the very same call may be made again without asking.
 * `unknown` says it cannot be told whether the provider acted on it (no answer, or a 5xx after the body was sent).
 */
export type CallResult<T> = { ok: true; value: T } | { ok: false; failure: CallFailure };

/** What a batch is known by at the provider. */
export interface BatchMark {
  jobId: string;
  k: number;
  /** `{number}-{tag}` of the attempt. */
  attempt: string;
  digest: string;
  requests: number;
  /** When the create was about to go out, ms. */
  intentAt: number;
}

export interface CreateInput {
  /** The uploaded file, where parts are uploaded; else null. */
  fileId: string | null;
  /** The part's file in the job directory. */
  file: Blob;
  lineUrl: string;
  mark: BatchMark;
  /** What else the batch carries about its job, where the provider keeps such notes: what it is taken in by elsewhere. */
  about?: Readonly<Record<string, string>>;
  /** Seconds after which answers are to be deleted; absent: by the provider's own rule. */
  keepSeconds?: number;
}

/** A page of the provider's list, newest first. `next`: what the page after it is asked for by; null: there is none. */
export interface BatchPage {
  batches: RemoteBatch[];
  next: string | null;
}

export interface ResultFiles {
  output: Blob | null;
  errors: Blob | null;
}

/** Takes the bytes of a file of results as they come. */
export interface FileSink {
  add(bytes: Uint8Array<ArrayBuffer>): void;
  /** The file, once all of it has come. */
  whole(): Blob;
}

/** Opens a sink for a file that begins to come: 1 answers, 2 errors, which come after. */
export type OpenSink = (file: 1 | 2) => FileSink;

/** A model as the provider lists it; what it does not tell is null. */
export interface ListedModel {
  id: string;
  inputTokens: number | null;
  outputTokens: number | null;
  /** When it retires, ms. */
  retiresAt: number | null;
  /** The provider's own object. */
  raw: Json;
}

type Progress = (doneBytes: number) => void;

/** What the engine asks of a provider, over the proxy, with the provider's official SDK. Runs in a worker. */
export interface ProviderApi {
  /** Only where parts are uploaded. */
  files: {
    /** `keepSeconds`: after how long it is to be deleted; absent: by the provider's own rule. */
    upload(name: string, bytes: Blob, onProgress: Progress, signal: AbortSignal, keepSeconds?: number): Promise<CallResult<RemoteFile>>;
    /** Files of that name, or of names like that, newest first. */
    named(name: string | RegExp): Promise<CallResult<RemoteFile[]>>;
  } | null;
  createBatch(input: CreateInput, onProgress: Progress, signal: AbortSignal): Promise<CallResult<RemoteBatch>>;
  batch(id: string): Promise<CallResult<RemoteBatch>>;
  cancelBatch(id: string): Promise<CallResult<RemoteBatch>>;
  /** Deletes what the provider lets go of a batch that is over: the batch with its results, or its files. What is gone already counts as deleted. */
  deleteBatch(batch: Pick<RemoteBatch, 'id' | 'inputFileId' | 'outputFileId' | 'errorFileId'>): Promise<CallResult<null>>;
  /** Newest first; stops paging at the first batch created before `since` (ms), or at `most`. */
  batchesSince(since: number, most: number): Promise<CallResult<RemoteBatch[]>>;
  /** `after`: `next` of the page before; null: the first. */
  batchPage(after: string | null): Promise<CallResult<BatchPage>>;
  /** Until when a batch's results can be fetched, ms; null: not known, or it has none. */
  goneAt(batch: RemoteBatch): number | null;
  /** The requests a batch was made of, whole; null: the provider does not give them out, or no longer. */
  requestsOf(batch: Pick<RemoteBatch, 'inputFileId'>, signal: AbortSignal): Promise<CallResult<Blob | null>>;
  /** Could this batch be the one of that mark? `certain`: it says so itself; `possible`: nothing speaks against it. */
  matches(batch: RemoteBatch, mark: BatchMark): 'certain' | 'possible' | 'no';
  /** A custom id of a batch's results, which tells whose it is; null while it has none, or where batches say it themselves. */
  someCustomId(batchId: string, signal: AbortSignal): Promise<CallResult<string | null>>;
  /** All a batch that is over has brought, whole. `open`: told of the bytes while they come; whether they are all, the result says. */
  results(
    batch: { id: string; outputFileId: string | null; errorFileId: string | null },
    signal: AbortSignal,
    open?: OpenSink,
  ): Promise<CallResult<ResultFiles>>;
  /** Sends one request of a part's file live; answers with a line as `decode` reads it. */
  live(request: string, signal: AbortSignal): Promise<CallResult<string>>;
  /** Input tokens of one request by the provider's own count; null where it does not count. */
  countTokens(request: string, signal: AbortSignal): Promise<CallResult<number> | null>;
  models(): Promise<CallResult<ListedModel[]>>;
  /** One small read of each kind, for the Connections screen. `files` null: the provider has none. */
  permissions(): Promise<{ models: Permission; files: Permission | null; batches: Permission }>;
}

export type Permission = 'permitted' | CallFailure;
