import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import type { MessageBatch } from '@anthropic-ai/sdk/resources/messages/batches';
import { Messages, type MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages/messages';
import { Models } from '@anthropic-ai/sdk/resources/models';
import { IDENTITY_HEADER, type EndpointInfo } from '#lib/core/endpoint';
import { attempting, goneAlready, incompleteDownload } from '../call-failure.ts';
import { listSince, pageOf } from '../list-since.ts';
import type { CallResult, ListedModel, ProviderApi, ResultFiles } from '../provider.ts';
import { bodyOf, customIdOfRequest } from '../request-body.ts';
import { dataFetch } from '../data-fetch.ts';
import { readBody } from '../read-body.ts';
import { NO_STAINLESS } from '../sdk-headers.ts';
import { xhrFetch } from '../xhr-fetch.ts';
import { failureOf } from './failure.ts';
import { goneAt, listedModel, matchesMark, remoteBatch } from './remote.ts';
import { customIdOf, firstLine } from './first-line.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A live request may think and write for long; the SDK refuses to wait unasked for one with a large output limit. */
const JSON_BODY = { 'content-type': 'application/json' };
/** Batches of one page of the list. */
const PAGE = 20;
const LIVE_MS = 60 * 60_000;
/** A result line holds one answer; one that does not end within this is not looked for further back. */
const TAIL_BYTES = 16 * 1024 * 1024;

const attempt = attempting(failureOf);

interface OneRequest {
  custom_id: string;
  params: MessageCreateParamsNonStreaming;
}

/** Is a file of lines whole? Its last line ends, or is JSON to its end. */
async function isWhole(lines: Blob): Promise<boolean> {
  const text = await lines.slice(Math.max(0, lines.size - TAIL_BYTES)).text();
  const last = text.slice(text.lastIndexOf('\n') + 1).trim();
  if (last === '') return lines.size > 0;
  try {
    return Boolean(JSON.parse(last));
  } catch {
    return false;
  }
}

/**
 * Anthropic's message batches through our proxy, by the official SDK. `origin` is the page's own. The key stays on the
 * server; what the SDK is given in its place is dropped there. `watchedFetch` sends a body and tells how far it has come.
 */
export function anthropicApi(endpoint: EndpointInfo, origin: string, watchedFetch: typeof xhrFetch = xhrFetch): ProviderApi {
  const client = (options: { maxRetries: number; fetch?: typeof fetch; timeout?: number }) => {
    const sdk = new BaseAnthropic({
      apiKey: 'held-by-the-server',
      // The SDK's paths hold /v1 themselves.
      baseURL: `${origin}/api/${endpoint.id}`,
      // Unlike OpenAI's it asks for this in windows only; it is harmless in workers.
      dangerouslyAllowBrowser: true,
      openTelemetry: false,
      defaultHeaders: { ...NO_STAINLESS, [IDENTITY_HEADER]: endpoint.identity },
      ...options,
      fetch: dataFetch(options.fetch ?? fetch),
    });
    // The two of its resources in use; with all of them it is more than twice as large.
    return { sdk, messages: new Messages(sdk), models: new Models(sdk) };
  };
  // Of jobs the engine repeats what may be repeated: it says why, and waits for as long as it is told.
  const reading = client({ maxRetries: 0 });
  const asking = client({ maxRetries: 2 });
  const creating = client({ maxRetries: 0 });

  /** Why results were refused: they are not ready, or are gone with their batch, which brings nothing any more. */
  async function afterRefusal(id: string, refused: CallResult<Blob> & { ok: false }): Promise<CallResult<ResultFiles>> {
    const looked = await attempt(() => reading.messages.batches.retrieve(id));
    const isGone = looked.ok ? looked.value.archived_at !== null : looked.failure.kind === 'not-found';
    if (isGone) return { ok: true, value: { output: null, errors: null } };
    return looked.ok ? { ok: false, failure: { ...refused.failure, kind: 'server', retryable: true } } : looked;
  }

  return {
    files: null,

    createBatch: ({ file }, onProgress, signal) =>
      attempt(async () => {
        const { sdk } = client({ maxRetries: 0, timeout: DAY_MS, fetch: watchedFetch(onProgress) });
        const body = new Blob(['{"requests":', file, '}'], { type: 'application/json' });
        const headers = { 'content-type': 'application/json' };
        return remoteBatch(await sdk.post<MessageBatch>('/v1/messages/batches', { body, headers, signal }));
      }, signal),

    batch: (id) => attempt(async () => remoteBatch(await reading.messages.batches.retrieve(id))),
    cancelBatch: (id) => attempt(async () => remoteBatch(await reading.messages.batches.cancel(id))),
    deleteBatch: async ({ id }) => goneAlready(await attempt(() => asking.messages.batches.delete(id))),

    batchesSince: (since, most) =>
      attempt(async () => {
        const batches = await listSince(
          reading.messages.batches.list({ limit: 100 }),
          (batch) => Date.parse(batch.created_at),
          since,
          most,
        );
        return batches.map(remoteBatch);
      }),

    batchPage: (after) =>
      attempt(async () => {
        const page = await asking.messages.batches.list({ limit: PAGE, ...(after !== null && { after_id: after }) });
        return pageOf(page, remoteBatch);
      }),

    goneAt,
    requestsOf: async () => ({ ok: true, value: null }),

    matches: matchesMark,

    // Not `batches.results`: it follows the provider's own URL past our server, and ends at the first damaged line.
    results: async ({ id }, signal, open) => {
      const path = `/v1/messages/batches/${encodeURIComponent(id)}/results`;
      const got = await attempt(async () => {
        const response = await reading.sdk.get(path, { signal }).asResponse();
        return readBody(response, open && (() => open(1)));
      }, signal);
      if (!got.ok) return got.failure.kind === 'not-found' || got.failure.kind === 'rejected' ? afterRefusal(id, got) : got;
      if (await isWhole(got.value)) return { ok: true, value: { output: got.value, errors: null } };
      return { ok: false, failure: incompleteDownload(`${got.value.size} bytes came, and the last line is cut off.`) };
    },

    someCustomId: async (id, signal) => {
      const path = `/v1/messages/batches/${encodeURIComponent(id)}/results`;
      const got = await attempt(async () => firstLine(await reading.sdk.get(path, { signal }).asResponse()), signal);
      if (got.ok) return { ok: true, value: customIdOf(got.value) };
      return got.failure.kind === 'not-found' || got.failure.kind === 'rejected' ? { ok: true, value: null } : got;
    },

    live: (request, signal) =>
      attempt(async () => {
        const options = { body: bodyOf(request, 'params'), headers: JSON_BODY, signal, timeout: LIVE_MS };
        const answer = await creating.sdk.post('/v1/messages', options).asResponse();
        return JSON.stringify({ custom_id: customIdOfRequest(request), result: { type: 'succeeded', message: await answer.json() } });
      }, signal),

    countTokens: (request, signal) =>
      attempt(async () => {
        const { max_tokens: _limit, ...params } = (JSON.parse(request) as OneRequest).params;
        return (await asking.messages.countTokens(params, { signal })).input_tokens;
      }, signal),

    models: () =>
      attempt(async () => {
        const models: ListedModel[] = [];
        for await (const model of asking.models.list({ limit: 1000 })) {
          const listed = listedModel(model);
          if (listed) models.push(listed);
        }
        return models;
      }),

    permissions: async () => {
      const once = client({ maxRetries: 0 });
      const word = async (call: () => Promise<unknown>) => {
        const result = await attempt(call);
        return result.ok ? ('permitted' as const) : result.failure;
      };
      const [models, batches] = await Promise.all([
        word(() => once.models.list({ limit: 1 })),
        word(() => once.messages.batches.list({ limit: 1 })),
      ]);
      return { models, files: null, batches };
    },
  };
}
