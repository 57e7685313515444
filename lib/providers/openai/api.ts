import { OpenAI } from 'openai';
import { IDENTITY_HEADER, type EndpointInfo } from '#lib/core/endpoint';
import type { CallFailure } from '#lib/core/failure';
import type { CallResult, ProviderApi } from '../provider.ts';
import { xhrFetch } from '../xhr-fetch.ts';
import { failureOf } from './failure.ts';
import { remoteBatch, remoteFile } from './remote.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The SDK tells servers about itself; strict compatible servers refuse headers they do not know. */
const NO_STAINLESS = Object.fromEntries(
  ['Arch', 'Lang', 'OS', 'Package-Version', 'Retry-Count', 'Runtime', 'Runtime-Version', 'Timeout'].map((name) => [
    `X-Stainless-${name}`,
    null,
  ]),
);

const ok = <T>(value: T): CallResult<T> => ({ ok: true, value });

async function attempt<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<CallResult<T>> {
  try {
    return ok(await call());
  } catch (error) {
    return { ok: false, failure: failureOf(error, signal) };
  }
}

function incomplete(expected: number, got: number): CallFailure {
  const message = `${got} of ${expected} bytes came.`;
  return {
    kind: 'incomplete',
    status: null,
    code: null,
    message,
    requestId: null,
    retryable: true,
    unknown: false,
    retryAfterSeconds: null,
  };
}

/** Counts what a response's body brings while it is gathered into a Blob. */
async function gather(response: Response, onBytes: (received: number) => void): Promise<Blob> {
  if (!response.body) return new Blob();
  let received = 0;
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      received += chunk.length;
      onBytes(received);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counter)).blob();
}

/**
 * OpenAI's files and batches through our proxy, by the official SDK. `origin` is the page's own.
 * The key stays on the server; what the SDK is given in its place is dropped there.
 */
export function openaiApi(endpoint: EndpointInfo, origin: string): ProviderApi {
  const client = (options: { maxRetries: number; fetch?: typeof fetch; timeout?: number }) =>
    new OpenAI({
      apiKey: 'held-by-the-server',
      baseURL: `${origin}/api/${endpoint.id}/v1`,
      dangerouslyAllowBrowser: true,
      defaultHeaders: { ...NO_STAINLESS, [IDENTITY_HEADER]: endpoint.identity },
      ...options,
    });
  const reading = client({ maxRetries: 2 });
  const creating = client({ maxRetries: 0 });

  return {
    upload: (name, bytes, onProgress, signal) =>
      attempt(async () => {
        const sending = client({ maxRetries: 0, timeout: DAY_MS, fetch: xhrFetch(onProgress) });
        const file = new File([bytes], name, { type: 'application/jsonl' });
        return remoteFile(await sending.files.create({ file, purpose: 'batch' }, { signal }));
      }, signal),

    createBatch: ({ fileId, lineUrl, metadata }, signal) =>
      attempt(async () => {
        const endpointUrl = lineUrl as '/v1/chat/completions';
        const body = { input_file_id: fileId, endpoint: endpointUrl, completion_window: '24h' as const, metadata: { ...metadata } };
        return remoteBatch(await creating.batches.create(body, { signal }));
      }, signal),

    batch: (id) => attempt(async () => remoteBatch(await reading.batches.retrieve(id))),
    cancelBatch: (id) => attempt(async () => remoteBatch(await reading.batches.cancel(id))),

    batchesSince: (since, most) =>
      attempt(async () => {
        const found = [];
        for await (const batch of reading.batches.list({ limit: 100 })) {
          if (batch.created_at * 1000 < since || found.length === most) break;
          found.push(remoteBatch(batch));
        }
        return found;
      }),

    filesNamed: (name) =>
      attempt(async () => {
        const page = await reading.files.list({ purpose: 'batch', order: 'desc', limit: 10_000 });
        return page.data.filter((file) => file.filename === name).map(remoteFile);
      }),

    download: async (fileId, onProgress, signal) => {
      const got = await attempt(async () => {
        const { bytes } = await reading.files.retrieve(fileId, { signal });
        const response = await reading.files.content(fileId, { signal });
        return { bytes, blob: await gather(response, (received) => onProgress(received, bytes)) };
      }, signal);
      if (!got.ok) return got;
      const { bytes, blob } = got.value;
      return blob.size === bytes ? ok(blob) : { ok: false, failure: incomplete(bytes, blob.size) };
    },

    models: () =>
      attempt(async () => {
        const models: string[] = [];
        for await (const model of reading.models.list()) models.push(model.id);
        return models.toSorted();
      }),

    permissions: async () => {
      const once = client({ maxRetries: 0 });
      const word = async (call: () => Promise<unknown>) => {
        const result = await attempt(call);
        return result.ok ? ('permitted' as const) : result.failure;
      };
      const [models, files, batches] = await Promise.all([
        word(() => once.models.list()),
        word(() => once.files.list({ limit: 1 })),
        word(() => once.batches.list({ limit: 1 })),
      ]);
      return { models, files, batches };
    },
  };
}
