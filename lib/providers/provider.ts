import type { CallFailure } from '#lib/core/failure';
import type { RemoteBatch } from '#lib/core/remote';
import type { Question } from '#lib/core/recipe';
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
  name: 'openai';
  label: string;
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
  /** Path in the job directory of part k's input: `batch_input/batch_0.jsonl`. */
  inputPath(k: number): string;
  customId(jobId: string, k: number, i: number, tag: string | null): string;
  /** Reads one line of an output or error file. Total: never throws. */
  decode(line: string): DecodedResponse;
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

export interface BatchMetadata {
  /** `Batch job {job id}`, as the original writes it. */
  description: string;
  job: string;
  part: string;
  attempt: string;
  digest: string;
}

/** What the engine asks of a provider, over the proxy, with the provider's official SDK. Runs in a worker. */
export interface ProviderApi {
  upload(name: string, bytes: Blob, onProgress: (sentBytes: number) => void, signal: AbortSignal): Promise<CallResult<RemoteFile>>;
  createBatch(input: { fileId: string; lineUrl: string; metadata: BatchMetadata }, signal: AbortSignal): Promise<CallResult<RemoteBatch>>;
  batch(id: string): Promise<CallResult<RemoteBatch>>;
  cancelBatch(id: string): Promise<CallResult<RemoteBatch>>;
  /** Newest first; stops paging at the first batch created before `since` (ms), or at `most`. */
  batchesSince(since: number, most: number): Promise<CallResult<RemoteBatch[]>>;
  filesNamed(name: string): Promise<CallResult<RemoteFile[]>>;
  /** The whole file, checked against the file's own byte count. */
  download(fileId: string, onProgress: (receivedBytes: number, totalBytes: number) => void, signal: AbortSignal): Promise<CallResult<Blob>>;
  models(): Promise<CallResult<string[]>>;
  /** One small read of each kind, for the Connections screen. */
  permissions(): Promise<Record<'models' | 'files' | 'batches', 'permitted' | CallFailure>>;
}
