import { OpenAI } from 'openai';
import { IDENTITY_HEADER, type EndpointInfo } from '#lib/core/endpoint';
import { attempting, goneAlready, incompleteDownload } from '../call-failure.ts';
import { listSince, pageOf } from '../list-since.ts';
import type { BatchMark, CallResult, FileSink, ListedModel, ProviderApi } from '../provider.ts';
import { dataFetch } from '../data-fetch.ts';
import { readBody } from '../read-body.ts';
import { NO_STAINLESS } from '../sdk-headers.ts';
import { bodyOf, customIdOfRequest } from '../request-body.ts';
import { xhrFetch } from '../xhr-fetch.ts';
import { failureOf } from './failure.ts';
import { goneAt, KEEP_NOTE, listedModel, remoteBatch, remoteFile } from './remote.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Batches of one page of the list. */
const PAGE = 20;
const LIVE_MS = 10 * 60_000;
const JSON_BODY = { 'content-type': 'application/json' };

const attempt = attempting(failureOf);
const ok = <T>(value: T): CallResult<T> => ({ ok: true, value });

/** What a batch carries about itself; the description is the Python original's. */
function metadataOf({ jobId, k, attempt: round, digest }: BatchMark): Record<string, string> {
  return { description: `Batch job ${jobId}`, job: jobId, part: String(k), attempt: round, digest };
}

/** The wish to have files deleted, under the name a call has for it. Some servers of this protocol read it only before the file. */
function expiry<Name extends string>(name: Name, seconds: number | undefined) {
  if (seconds === undefined) return {};
  return { [name]: { anchor: 'created_at' as const, seconds } } as Record<Name, { anchor: 'created_at'; seconds: number }>;
}

/** A whole file, by its own count of bytes. Null where there is none, or none any more. */
async function downloadFile(
  client: OpenAI,
  fileId: string | null,
  signal: AbortSignal,
  open?: () => FileSink,
): Promise<CallResult<Blob | null>> {
  if (!fileId) return ok(null);
  const got = await attempt(async () => {
    const { bytes } = await client.files.retrieve(fileId, { signal });
    const response = await client.files.content(fileId, { signal });
    return { bytes, blob: await readBody(response, open) };
  }, signal);
  if (!got.ok) return got.failure.kind === 'not-found' ? ok(null) : got;
  const { bytes, blob } = got.value;
  return blob.size === bytes ? ok(blob) : { ok: false, failure: incompleteDownload(`${blob.size} of ${bytes} bytes came.`) };
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
      fetch: dataFetch(options.fetch ?? fetch),
    });
  // Of jobs the engine repeats what may be repeated: it says why, and waits for as long as it is told.
  const reading = client({ maxRetries: 0 });
  const asking = client({ maxRetries: 2 });
  const creating = client({ maxRetries: 0 });

  return {
    files: {
      upload: (name, bytes, onProgress, signal, keepSeconds) =>
        attempt(async () => {
          const sending = client({ maxRetries: 0, timeout: DAY_MS, fetch: xhrFetch(onProgress) });
          const file = new File([bytes], name, { type: 'application/jsonl' });
          return remoteFile(await sending.files.create({ purpose: 'batch', ...expiry('expires_after', keepSeconds), file }, { signal }));
        }, signal),
      named: (name) =>
        attempt(async () => {
          const page = await reading.files.list({ purpose: 'batch', order: 'desc', limit: 10_000 });
          return page.data.filter(({ filename }) => (typeof name === 'string' ? filename === name : name.test(filename))).map(remoteFile);
        }),
    },

    createBatch: ({ fileId, lineUrl, mark, about, keepSeconds }, _onProgress, signal) =>
      attempt(async () => {
        const body = {
          input_file_id: fileId!,
          endpoint: lineUrl as '/v1/chat/completions',
          completion_window: '24h' as const,
          metadata: { ...about, ...(keepSeconds !== undefined && { [KEEP_NOTE]: String(keepSeconds) }), ...metadataOf(mark) },
          ...expiry('output_expires_after', keepSeconds),
        };
        return remoteBatch(await creating.batches.create(body, { signal }));
      }, signal),

    batch: (id) => attempt(async () => remoteBatch(await reading.batches.retrieve(id))),
    cancelBatch: (id) => attempt(async () => remoteBatch(await reading.batches.cancel(id))),
    // Batches themselves stay in the list; their files can go.
    deleteBatch: async ({ inputFileId, outputFileId, errorFileId }) => {
      for (const fileId of [inputFileId, outputFileId, errorFileId]) {
        if (!fileId) continue;
        const deleted = goneAlready(await attempt(() => asking.files.delete(fileId)));
        if (!deleted.ok) return deleted;
      }
      return ok(null);
    },

    batchesSince: (since, most) =>
      attempt(async () => {
        const batches = await listSince(reading.batches.list({ limit: 100 }), ({ created_at: at }) => at * 1000, since, most);
        return batches.map(remoteBatch);
      }),

    batchPage: (after) =>
      attempt(async () => {
        const page = await asking.batches.list({ limit: PAGE, ...(after !== null && { after }) });
        return pageOf(page, remoteBatch);
      }),

    goneAt,
    requestsOf: ({ inputFileId }, signal) => downloadFile(reading, inputFileId, signal),

    matches: ({ metadata }, mark) => {
      const own = Object.entries(metadataOf(mark));
      return own.every(([name, value]) => metadata[name] === value) ? 'certain' : 'no';
    },

    someCustomId: async () => ok(null),

    results: async ({ outputFileId, errorFileId }, signal, open) => {
      const output = await downloadFile(reading, outputFileId, signal, open && (() => open(1)));
      if (!output.ok) return output;
      const errors = await downloadFile(reading, errorFileId, signal, open && (() => open(2)));
      return errors.ok ? ok({ output: output.value, errors: errors.value }) : errors;
    },

    live: (request, signal) =>
      attempt(async () => {
        const answer = await creating
          .post('/chat/completions', { body: bodyOf(request, 'body'), headers: JSON_BODY, signal, timeout: LIVE_MS })
          .asResponse();
        const response = { status_code: 200, request_id: answer.headers.get('x-request-id'), body: await answer.json() };
        return JSON.stringify({ id: 'live', custom_id: customIdOfRequest(request), response, error: null });
      }, signal),

    countTokens: async () => null,

    models: () =>
      attempt(async () => {
        const models: ListedModel[] = [];
        for await (const model of asking.models.list()) models.push(listedModel(model));
        return models.toSorted((a, b) => a.id.localeCompare(b.id));
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
