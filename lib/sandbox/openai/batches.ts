import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import { jsonReply, type Reply } from '../http/reply.ts';
import { newId } from '../store/spool.ts';
import { batchJson, type BatchRecord, hasEnded, secondsNow } from './batch.ts';
import { invalid, missingParameter, notFound, refuse, type Refusal } from './errors.ts';
import { expiryFault } from './files.ts';
import { page } from './page.ts';
import type { RunningService, Service } from './service.ts';

const ENDPOINT = '/v1/chat/completions';
const HOUR_MS = 3_600_000;

/** `POST /v1/batches`. Faults of the file itself show later, as the status `failed`. */
export async function createBatch(service: RunningService, body: JsonObject): Promise<Reply> {
  const fault = createFault(service, body);
  if (fault) return refuse(fault);
  const recent = service.batches.list().filter((record) => record.createdAt > Date.now() - HOUR_MS);
  if (recent.length >= service.limits.batchesPerHour) {
    const waitMs = recent[service.limits.batchesPerHour - 1]!.createdAt + HOUR_MS - Date.now();
    return refuse(tooManyBatches(service.limits.batchesPerHour), { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) });
  }
  const record = newRecord(service, body);
  const reply = jsonReply(batchJson(record));
  await service.batches.put(record);
  service.runner.start(record);
  return reply;
}

function newRecord(service: Service, body: JsonObject): BatchRecord {
  const id = newId('batch_');
  const createdAt = Date.now();
  const expiry = body['output_expires_after'];
  return {
    id,
    seq: service.batches.nextSeq(),
    createdAt,
    batch: {
      id,
      object: 'batch',
      endpoint: ENDPOINT,
      input_file_id: String(body['input_file_id']),
      completion_window: '24h',
      status: 'validating',
      created_at: Math.floor(createdAt / 1000),
      expires_at: Math.floor((createdAt + service.delays.window) / 1000),
      request_counts: { total: 0, completed: 0, failed: 0 },
      metadata: (body['metadata'] ?? null) as Record<string, string> | null,
    },
    outputExpiresSeconds: isJsonObject(expiry) ? Number(expiry['seconds']) : null,
    promptTokens: 0,
    progress: {
      emitted: 0,
      completed: 0,
      failed: 0,
      outputBytes: 0,
      errorBytes: 0,
      inputTokens: 0,
      outputTokens: 0,
      expired: false,
      outputFileId: newId('file-'),
      errorFileId: newId('file-'),
    },
  };
}

function createFault(service: Service, body: JsonObject): Refusal | null {
  const { input_file_id: fileId, endpoint, completion_window: window, output_expires_after: expiry } = body;
  if (fileId === undefined) return missingParameter('input_file_id');
  if (endpoint === undefined) return missingParameter('endpoint');
  if (window === undefined) return missingParameter('completion_window');
  if (endpoint !== ENDPOINT)
    return invalid(`Invalid value: '${String(endpoint)}'. Offered here: '${ENDPOINT}'.`, 'endpoint', 'invalid_value');
  if (window !== '24h') return invalid(`Invalid value: '${String(window)}'. Supported value: '24h'.`, 'completion_window', 'invalid_value');
  const file = service.spool.files.get(String(fileId));
  if (!file) return invalid(`Cannot find file ${String(fileId)}, or your organization does not have access to it.`, 'input_file_id');
  if (file.purpose !== 'batch') return invalid(`The file ${file.id} was not uploaded with the purpose 'batch'.`, 'input_file_id');
  const expiryProblem = isJsonObject(expiry) ? expiryFault(expiry['anchor'], expiry['seconds'], 'output_expires_after') : null;
  return expiryProblem ?? metadataFault(body['metadata']);
}

function metadataFault(metadata: Json | undefined): Refusal | null {
  if (metadata === undefined || metadata === null) return null;
  if (!isJsonObject(metadata)) return invalid("Invalid type for 'metadata': expected an object.", 'metadata', 'invalid_type');
  const pairs = Object.entries(metadata);
  if (pairs.length > 16) return invalid("Invalid 'metadata': 16 pairs are permitted.", 'metadata', 'object_above_max_properties');
  for (const [key, value] of pairs) {
    const param = `metadata.${key}`;
    if (key.length > 64)
      return invalid(`Invalid 'metadata': the key '${key}' has more than 64 characters.`, 'metadata', 'string_above_max_length');
    if (typeof value !== 'string') return invalid(`Invalid type for '${param}': expected a string.`, param, 'invalid_type');
    if (value.length > 512) return invalid(`Invalid '${param}': 512 characters are permitted.`, param, 'string_above_max_length');
  }
  return null;
}

function tooManyBatches(most: number): Refusal {
  const message = `Rate limit reached: ${most} batches may be created within an hour. Try again later.`;
  return { status: 429, message, type: 'rate_limit_error', param: null, code: 'rate_limit_exceeded' };
}

/** `GET /v1/batches` with `after` and `limit`, newest first. */
export function listBatches(service: Service, query: URLSearchParams): Reply {
  const wanted = { what: 'batch', after: query.get('after'), limit: query.get('limit'), usual: 20, most: 100 };
  return page(service.batches.list(), batchJson, wanted);
}

export function getBatch(service: Service, id: string): Reply {
  const record = service.batches.get(id);
  return record ? jsonReply(batchJson(record)) : refuse(notFound('batch', id));
}

/** `POST /v1/batches/{id}/cancel`: what is answered by then is kept. */
export async function cancelBatch(service: RunningService, id: string): Promise<Reply> {
  const record = service.batches.get(id);
  if (!record) return refuse(notFound('batch', id));
  const { batch } = record;
  if (hasEnded(record)) return refuse(invalid(`Cannot cancel a batch with status '${batch.status}'.`));
  if (batch.status === 'cancelling') return jsonReply(batchJson(record));
  batch.status = 'cancelling';
  batch.cancelling_at = secondsNow();
  // In one go with the state: work that saw only one of the two would go on, or not wait in the other.
  service.runner.cancel(id);
  const reply = jsonReply(batchJson(record));
  await service.batches.put(record);
  return reply;
}
