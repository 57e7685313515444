import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { readForm } from '#lib/sandbox/http/multipart';
import { MODELS } from '../recipe.ts';
import type { BenchBatch, BenchBatches } from './batches.ts';
import { openaiLine } from './result-lines.ts';
import { sendJson } from './send-json.ts';

interface UploadedFile {
  id: string;
  name: string;
  bytes: number;
}

const seconds = (ms: number) => Math.floor(ms / 1000);
const outputId = (batch: BenchBatch) => `file-of-${batch.id}`;
const fileJson = ({ id, name, bytes }: UploadedFile) => ({
  id,
  object: 'file',
  bytes,
  filename: name,
  purpose: 'batch',
  created_at: seconds(Date.now()),
});

/** As much of OpenAI's files and batches as a job calls. */
export function openaiRoutes(store: BenchBatches) {
  const files = new Map<string, UploadedFile>();
  const pathOf = (id: string) => join(store.folder, `${id}.input.jsonl`);

  const batchJson = (batch: BenchBatch) => {
    const isEnded = store.isEnded(batch);
    return {
      id: batch.id,
      object: 'batch',
      endpoint: '/v1/chat/completions',
      input_file_id: batch.inputFileId,
      completion_window: '24h',
      status: isEnded ? 'completed' : 'in_progress',
      output_file_id: isEnded ? outputId(batch) : null,
      error_file_id: null,
      created_at: seconds(batch.createdAt),
      request_counts: { total: batch.requests, completed: isEnded ? batch.requests : 0, failed: 0 },
      metadata: batch.metadata,
    };
  };

  async function upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = `file-${files.size}`;
    const sink = createWriteStream(pathOf(id));
    const form = await readForm(request, sink, Infinity);
    await new Promise<void>((resolve) => sink.end(resolve));
    if (!form.ok || !form.file) return sendJson(response, { error: { message: 'No file came.' } }, 400);
    const file = { id, name: form.file.filename, bytes: (await stat(pathOf(id))).size };
    files.set(id, file);
    return sendJson(response, fileJson(file));
  }

  async function create(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { input_file_id: fileId, metadata } = (await json(request)) as { input_file_id: string; metadata: unknown };
    sendJson(response, batchJson(store.create(pathOf(fileId), fileId, metadata, openaiLine)));
  }

  /** False where the path is none of these. */
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> => {
    const [, kind, id = '', what] = path.split('/');
    const isPost = request.method === 'POST';
    if (kind === 'models')
      sendJson(response, { object: 'list', data: [{ id: MODELS.openai, object: 'model', created: 0, owned_by: 'bench' }] });
    else if (path === '/files' && isPost) await upload(request, response);
    else if (path === '/batches' && isPost) await create(request, response);
    else if (path === '/files' || path === '/batches') sendJson(response, { object: 'list', data: [], has_more: false });
    else if (kind === 'batches' && store.batches.has(id)) sendJson(response, batchJson(store.batches.get(id)!));
    else if (kind === 'files' && files.has(id)) sendJson(response, fileJson(files.get(id)!));
    else if (kind === 'files') {
      const batch = [...store.batches.values()].find((one) => outputId(one) === id);
      if (!batch) return false;
      if (what === 'content') store.send(batch, response, 'application/octet-stream');
      else sendJson(response, fileJson({ id, name: `${batch.id}_output.jsonl`, bytes: batch.outputBytes! }));
    } else return false;
    return true;
  };
}
