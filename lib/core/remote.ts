import type { Json } from './json.ts';

/** The provider's own object, verbatim beside what every provider has. */
export interface RemoteBatch {
  id: string;
  /** The provider's status, word for word. */
  status: string;
  phase: 'running' | 'ended' | 'rejected';
  createdAt: number;
  counts: { total: number; completed: number; failed: number } | null;
  inputFileId: string | null;
  outputFileId: string | null;
  errorFileId: string | null;
  metadata: Record<string, string>;
  /** Per-line faults a rejected batch reports. */
  errors: { code: string; message: string; line: number | null }[];
  raw: Json;
}
