import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ProviderName } from '#lib/core/recipe';
import type { RemoteBatch } from '#lib/core/remote';
import type { PackedPart } from '#lib/jobs/pack';
import { loadApi } from '#lib/providers/apis';
import { specOf } from '#lib/providers/registry';
import type { BatchMark, CallResult, ProviderApi } from '#lib/providers/provider';
import { startSandbox, type SandboxOptions } from '#lib/sandbox/start';
import { AT_ONCE, newFolder, TOKEN } from '#lib/sandbox/test-drive';

export interface Seen {
  /** `POST /v1/batches`. */
  call: string;
  body: string;
}

export interface Provider {
  name: ProviderName;
  api: ProviderApi;
  /** Every call the provider got, in order. */
  seen: Seen[];
}

/** Forwards `/api/{endpoint}/v1/…` to the sandbox as the server does: key added, nothing else changed. */
async function startServer(url: string, seen: Seen[]): Promise<string> {
  const server = createServer((request, response) => {
    const path = request.url!.replace(/^\/api\/[^/]+/, '');
    const noted: Seen = { call: `${request.method} ${path.split('?')[0]}`, body: '' };
    seen.push(noted);
    request.on('data', (bytes: Buffer) => {
      noted.body += bytes.toString('latin1');
    });
    const headers = { ...request.headers, authorization: `Bearer ${TOKEN}` };
    const upstream = httpRequest(url + path, { method: request.method, headers, agent: false }, (reply) => {
      response.writeHead(reply.statusCode!, reply.headers);
      reply.pipe(response);
      reply.once('error', () => response.destroy());
    });
    upstream.once('error', () => response.destroy());
    request.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The sandbox over HTTP, driven by the provider's own API of ours. Closed when the test ends. */
export async function startProvider(name: ProviderName, options: Partial<SandboxOptions> = {}): Promise<Provider> {
  const folder = await newFolder();
  const sandbox = await startSandbox({ folder, token: TOKEN, ...options, delays: { ...AT_ONCE, ...options.delays } });
  onTestFinished(() => sandbox.close());
  const seen: Seen[] = [];
  const endpoint = {
    id: name,
    protocol: name,
    kind: 'sandbox' as const,
    label: 'Sandbox',
    host: 'this server',
    fingerprint: 'f',
    identity: 'identity',
    keyVariable: null,
    keySource: null,
    mayType: false,
    lineUrl: specOf(name).defaults.lineUrl,
  };
  return { name, api: await loadApi(endpoint, await startServer(sandbox.url, seen)), seen };
}

const never = new AbortController().signal;

export function valueOf<T>(result: CallResult<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

export const markOf = (part: PackedPart): BatchMark => ({
  jobId: 'job',
  k: part.k,
  attempt: '1-k3fa',
  digest: 'd'.repeat(64),
  requests: part.requests,
  intentAt: Date.now(),
});

/** Sends a part as the engine does: uploaded first where the provider takes files. */
export async function createBatch({ name, api }: Provider, part: PackedPart, mark = markOf(part)): Promise<CallResult<RemoteBatch>> {
  const { lineUrl } = specOf(name).defaults;
  const uploaded = api.files && valueOf(await api.files.upload('job-0-k3fa.jsonl', part.file, () => {}, never));
  return api.createBatch({ fileId: uploaded?.id ?? null, file: part.file, lineUrl, mark }, () => {}, never);
}

/** Looks until a batch is over. */
export async function endOf({ api }: Provider, id: string): Promise<RemoteBatch> {
  for (;;) {
    const batch = valueOf(await api.batch(id));
    if (batch.phase !== 'running') return batch;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Both files of a batch that is over, as lines; empty where there is no such file. */
export async function resultsOf({ api }: Provider, batch: RemoteBatch): Promise<{ output: string[]; errors: string[] }> {
  const { output, errors } = valueOf(await api.results(batch, never));
  const lines = async (blob: Blob | null) => (blob === null ? [] : (await blob.text()).trimEnd().split('\n'));
  return { output: await lines(output), errors: await lines(errors) };
}
