import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { jsonListReader } from '#lib/sandbox/http/json-list';
import { MODELS } from '../recipe.ts';
import type { BenchBatch, BenchBatches } from './batches.ts';
import { anthropicLine } from './result-lines.ts';
import { sendJson } from './send-json.ts';

/** As much of Anthropic's message batches as a job calls. */
export function anthropicRoutes(store: BenchBatches) {
  const batchJson = (batch: BenchBatch) => {
    const isEnded = store.isEnded(batch);
    return {
      id: batch.id,
      type: 'message_batch',
      processing_status: isEnded ? 'ended' : 'in_progress',
      request_counts: {
        processing: isEnded ? 0 : batch.requests,
        succeeded: isEnded ? batch.requests : 0,
        errored: 0,
        canceled: 0,
        expired: 0,
      },
      created_at: new Date(batch.createdAt).toISOString(),
      expires_at: new Date(batch.createdAt + 86_400_000).toISOString(),
      ended_at: isEnded ? new Date().toISOString() : null,
      cancel_initiated_at: null,
      archived_at: null,
      results_url: isEnded ? `http://127.0.0.1/v1/messages/batches/${batch.id}/results` : null,
    };
  };

  async function create(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = join(store.folder, `messages-${store.batches.size}.jsonl`);
    const file = createWriteStream(path);
    const reader = jsonListReader('requests');
    let requests = 0;
    for await (const piece of request as AsyncIterable<Buffer>) {
      for (const item of reader.take(piece)) {
        requests++;
        file.write(item);
        if (!file.write('\n')) await once(file, 'drain');
      }
    }
    await new Promise<void>((resolve) => file.end(resolve));
    const batch = store.create(path, '', null, anthropicLine);
    batch.requests = requests;
    sendJson(response, batchJson(batch));
  }

  /** False where the path is none of these. */
  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> => {
    const [, kind, , id = '', what] = path.split('/');
    const batch = store.batches.get(id);
    const list = { has_more: false, first_id: null, last_id: null };
    if (kind === 'models') {
      const model = { type: 'model', id: MODELS.anthropic, display_name: MODELS.anthropic, created_at: '2026-01-01T00:00:00Z' };
      sendJson(response, { data: [model], ...list });
    } else if (path === '/messages/batches') {
      if (request.method === 'POST') await create(request, response);
      else sendJson(response, { data: [], ...list });
    } else if (batch && what === 'results') store.send(batch, response, 'application/x-jsonl');
    else if (batch) sendJson(response, batchJson(batch));
    else return false;
    return true;
  };
}
