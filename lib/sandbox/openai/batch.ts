import type { Json, JsonObject } from '#lib/core/json';
import type { StoredRecord } from '../store/documents.ts';

export type BatchStatus = 'validating' | 'failed' | 'in_progress' | 'finalizing' | 'completed' | 'expired' | 'cancelling' | 'cancelled';

/** A fault found before the batch began. `line` counts from 1; null where no one line is to blame. */
export interface BatchFault {
  code: string;
  message: string;
  line: number | null;
  param: string | null;
}

/** The batch object as the service shows it; times in seconds. Fields that do not apply are absent. */
export interface BatchObject {
  id: string;
  object: 'batch';
  endpoint: string;
  model?: string;
  errors?: { object: 'list'; data: BatchFault[] };
  input_file_id: string;
  completion_window: string;
  status: BatchStatus;
  output_file_id?: string;
  error_file_id?: string;
  created_at: number;
  in_progress_at?: number;
  expires_at: number;
  finalizing_at?: number;
  completed_at?: number;
  failed_at?: number;
  expired_at?: number;
  cancelling_at?: number;
  cancelled_at?: number;
  request_counts: { total: number; completed: number; failed: number };
  usage?: BatchUsage;
  metadata: Record<string, string> | null;
}

export interface BatchUsage {
  input_tokens: number;
  input_tokens_details: { cached_tokens: number };
  output_tokens: number;
  output_tokens_details: { reasoning_tokens: number };
  total_tokens: number;
}

/** A batch with what is needed to go on after a restart. */
export interface BatchRecord extends StoredRecord {
  batch: BatchObject;
  outputExpiresSeconds: number | null;
  /** Prompt tokens of the whole input, once it is validated. */
  promptTokens: number;
  progress: BatchProgress;
}

/** As written to disk: lines before these counts and bytes are done. */
export interface BatchProgress {
  emitted: number;
  completed: number;
  failed: number;
  outputBytes: number;
  errorBytes: number;
  inputTokens: number;
  outputTokens: number;
  /** Some request was never come to. */
  expired: boolean;
  outputFileId: string;
  errorFileId: string;
}

export function secondsNow(): number {
  return Math.floor(Date.now() / 1000);
}

const ENDED: ReadonlySet<BatchStatus> = new Set(['failed', 'completed', 'expired', 'cancelled']);

export function hasEnded(record: BatchRecord): boolean {
  return ENDED.has(record.batch.status);
}

export function batchJson(record: BatchRecord): JsonObject {
  return JSON.parse(JSON.stringify(record.batch)) as Record<string, Json>;
}
