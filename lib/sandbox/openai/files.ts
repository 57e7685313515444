import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';
import { rm } from 'node:fs/promises';
import type { JsonObject } from '#lib/core/json';
import { drained } from '../http/drain.ts';
import { type FormOutcome, readForm } from '../http/multipart.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { type FileRecord, newId } from '../store/spool.ts';
import { invalid, missingParameter, notFound, refuse, type Refusal } from './errors.ts';
import { page, type PageRequest } from './page.ts';
import type { Service } from './service.ts';

const DAY_SECONDS = 86_400;
const DEFAULT_LIFE_SECONDS = 30 * DAY_SECONDS;

function fileJson(file: FileRecord): JsonObject {
  return {
    id: file.id,
    object: 'file',
    bytes: file.bytes,
    created_at: Math.floor(file.createdAt / 1000),
    expires_at: file.expiresAt === null ? null : Math.floor(file.expiresAt / 1000),
    filename: file.filename,
    purpose: file.purpose,
    status: 'processed',
    status_details: null,
  };
}

/** `POST /v1/files`: the bytes go to disk as they come. */
export async function uploadFile(service: Service, request: IncomingMessage): Promise<Reply> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > service.limits.fileBytes + 100_000) return drained(request, refuse(tooLarge(service)));
  const { path, stream } = service.spool.openUpload();
  const written = finished(stream, { readable: false });
  // Awaited below; a failing disk must not count as unhandled meanwhile.
  written.catch(() => undefined);
  try {
    const form = await readForm(request, stream, service.limits.fileBytes);
    stream.end();
    await written;
    const fault = form.ok ? formFault(form) : unreadable(service, form);
    if (fault || !form.ok) return drained(request, refuse(fault ?? missingParameter('file')));
    const expiresAt = Date.now() + Number(form.fields.get('expires_after[seconds]') ?? DEFAULT_LIFE_SECONDS) * 1000;
    const file = await service.spool.adopt(path, { id: newId('file-'), filename: form.file!.filename, purpose: 'batch', expiresAt });
    return drained(request, jsonReply(fileJson(file)));
  } finally {
    stream.destroy();
    await rm(path, { force: true });
  }
}

function unreadable(service: Service, form: Extract<FormOutcome, { ok: false }>): Refusal {
  if (form.reason === 'too-large') return tooLarge(service);
  return invalid(form.reason === 'not-multipart' ? 'The body must be multipart/form-data.' : 'The multipart form could not be read.');
}

function tooLarge(service: Service): Refusal {
  return invalid(`File is too large. A batch input file may hold ${service.limits.fileBytes} bytes.`, 'file', null, 413);
}

function formFault(form: Extract<FormOutcome, { ok: true }>): Refusal | null {
  const purpose = form.fields.get('purpose');
  if (!form.file || form.file.field !== 'file') return missingParameter('file');
  if (purpose === undefined) return missingParameter('purpose');
  if (purpose !== 'batch') return invalid(`'${purpose}' is not one of the purposes offered here: 'batch'.`, 'purpose');
  if (!form.file.filename.endsWith('.jsonl')) return invalid('Invalid file format for Batch API. Must be .jsonl', 'file');
  const anchor = form.fields.get('expires_after[anchor]');
  const seconds = form.fields.get('expires_after[seconds]');
  if (anchor === undefined && seconds === undefined) return null;
  return expiryFault(anchor, Number(seconds), 'expires_after');
}

/** An `expires_after` that is not from an hour to 30 days after creation. */
export function expiryFault(anchor: unknown, seconds: unknown, param: string): Refusal | null {
  if (anchor !== 'created_at') return invalid(`'${param}.anchor' must be 'created_at'.`, `${param}.anchor`, 'invalid_value');
  const fits = typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 3_600 && seconds <= DEFAULT_LIFE_SECONDS;
  return fits ? null : invalid(`'${param}.seconds' must be from 3600 to ${DEFAULT_LIFE_SECONDS}.`, `${param}.seconds`, 'invalid_value');
}

/** `GET /v1/files` with `purpose`, `order`, `after`, `limit`. */
export function listFiles(service: Service, query: URLSearchParams): Reply {
  const purpose = query.get('purpose');
  const files = service.spool.files.list().filter((file) => purpose === null || file.purpose === purpose);
  if (query.get('order') === 'asc') files.reverse();
  const wanted: PageRequest = { what: 'file', after: query.get('after'), limit: query.get('limit'), usual: 10_000, most: 10_000 };
  return page(files, fileJson, wanted);
}

export function getFile(service: Service, id: string): Reply {
  const file = service.spool.files.get(id);
  return file ? jsonReply(fileJson(file)) : refuse(notFound('file', id));
}

export async function getContent(service: Service, id: string): Promise<Reply> {
  const file = service.spool.files.get(id);
  if (!file) return refuse(notFound('file', id));
  const path = service.spool.contentPath(id);
  const { size } = await stat(path);
  const filename = encodeURIComponent(file.filename);
  return {
    status: 200,
    headers: { 'content-disposition': `attachment; filename*=UTF-8''${filename}` },
    body: { kind: 'file', path, bytes: size },
  };
}

export async function deleteFile(service: Service, id: string): Promise<Reply> {
  if (!service.spool.files.get(id)) return refuse(notFound('file', id));
  await service.spool.removeFile(id);
  return jsonReply({ id, object: 'file', deleted: true });
}
