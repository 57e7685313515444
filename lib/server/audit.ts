import type { EndpointInfo } from '#lib/core/endpoint';
import { logLine } from './log.ts';
import type { Caller } from './sign-in.ts';

/** What became of a call that may change something at a provider, filled in as it goes. */
export interface WriteRecord {
  bytesUp: number;
  /** Null: no answer came, or it was not sent. */
  upstreamStatus: number | null;
  /** Id of what the reply says was made. */
  made: string | null;
}

const batchPath = /^\/(?:messages\/)?batches\/([^/]+)/;

/** Who did what, when, where, how many bytes, and what the provider said to it. Never contents, keys or queries. */
export function audit(
  caller: Caller,
  endpoint: EndpointInfo,
  call: { method: string; path: string; ours: number },
  record: WriteRecord,
): void {
  const isBatch = call.path.endsWith('/batches');
  logLine('write', {
    who: caller.name,
    endpoint: endpoint.id,
    identity: endpoint.identity,
    method: call.method,
    path: call.path,
    bytesUp: record.bytesUp,
    upstreamStatus: record.upstreamStatus,
    status: call.ours,
    batch: batchPath.exec(call.path)?.[1] ?? (isBatch ? record.made : null),
  });
}
