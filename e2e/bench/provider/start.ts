import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startProvider } from '../../own-server.ts';
import { anthropicRoutes } from './anthropic.ts';
import { BenchBatches } from './batches.ts';
import { openaiRoutes } from './openai.ts';
import { sendJson } from './send-json.ts';

export interface BenchProvider {
  baseUrl: string;
  batches: BenchBatches;
  stop: () => Promise<void>;
}

/** A provider on this machine that speaks both protocols, told apart by the version header, and answers at once. */
export async function startBenchProvider(folder: string): Promise<BenchProvider> {
  mkdirSync(folder, { recursive: true });
  const batches = new BenchBatches(folder);
  const openai = openaiRoutes(batches);
  const anthropic = anthropicRoutes(batches);
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url!.split('?')[0]!.replace(/^\/v1/, '');
    const routes = request.headers['anthropic-version'] === undefined ? openai : anthropic;
    if (!(await routes(request, response, path))) sendJson(response, { error: { message: `The bench has no ${path}.` } }, 404);
  };
  const { baseUrl, stop } = await startProvider((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  return { baseUrl, batches, stop };
}
