import type { CallFailure } from '#lib/core/failure';
import type { RemoteBatch } from '#lib/core/remote';
import { failureOf as anthropicFailure } from '#lib/providers/anthropic/failure';
import { matchesMark } from '#lib/providers/anthropic/remote';
import { failureOf as openaiFailure } from '#lib/providers/openai/failure';
import type { BatchMark, CallResult, CreateInput, ProviderApi, RemoteFile } from '#lib/providers/provider';
import { codecOf } from '#lib/providers/registry';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;

export interface ModelBatch {
  id: string;
  /** What it was made of; null: somebody else's. */
  mark: BatchMark | null;
  requests: number;
  fileId: string | null;
  tokens: number;
  createdAt: number;
  /** Lists lag behind. */
  listedAt: number;
  /** When it leaves validation, when it ends, when its results can be had. */
  validAt: number;
  endsAt: number;
  resultsAt: number;
  end: 'completed' | 'expired' | 'failed' | 'cancelled' | 'no-room';
  /** Gone without a trace. */
  isGone: boolean;
}

/** What came of a call on the way. */
type Fate = 'good' | 'lost' | 'answer-lost' | 'late' | 'told-no' | 'broke-before' | 'broke-after';

/** Answers that say for certain that nothing was done. */
const REFUSALS = [
  { status: 429, code: 'rate_limit_exceeded', headers: { 'retry-after': '20' } },
  { status: 429, code: 'rate_limit_exceeded', headers: {} },
  { status: 401, code: 'invalid_api_key', headers: {} },
  { status: 401, code: 'signed_out', headers: {}, type: 'rowmill_proxy' },
  { status: 404, code: 'page_refused', headers: {}, type: 'rowmill_proxy' },
  { status: 402, code: 'billing_error', headers: {} },
  { status: 429, code: 'enforced_spend_limit_reached', headers: {} },
  { status: 409, code: 'endpoint_changed', headers: {}, type: 'rowmill_proxy' },
  { status: 502, code: 'upstream_unreachable', headers: {}, type: 'rowmill_proxy' },
];
const BREAKS = [500, 502, 503, 504, 529, 408];

/** A provider with a queue, a lagging list and bad days, and the network before it. */
export class ModelProvider {
  readonly batches: ModelBatch[] = [];
  readonly files: RemoteFile[] = [];
  /** Creates the present tab has under way. */
  creating = 0;
  readonly #world: World;
  readonly #protocol: 'file' | 'body';
  /** Tokens, or requests, that may be queued at once; null: any number. */
  readonly #queue: number | null;
  readonly #namesLimit: boolean;

  constructor(world: World, protocol: 'file' | 'body', queue: number | null, namesLimit: boolean) {
    this.#world = world;
    this.#protocol = protocol;
    this.#queue = queue;
    this.#namesLimit = namesLimit;
  }

  /** Batches made of one part that ran or may run: what is paid for. */
  paidFor(jobId: string, k: number): number {
    return this.batches.filter(({ mark, end }) => mark?.jobId === jobId && mark.k === k && end !== 'no-room').length;
  }

  makeForeign(requests: number): void {
    this.#add(null, requests, null);
  }

  /** A batch some part has is deleted behind our back. One nobody has could be told from one never made by nobody. */
  lose(owned: Set<string>): void {
    const lost = this.batches.filter(({ id, endsAt }) => owned.has(id) && endsAt <= this.#world.now);
    if (lost.length > 0) this.#world.chance.of(lost).isGone = true;
  }

  /** Custom ids of a batch's results, in any order. */
  lines(id: string): string[] {
    const batch = this.batches.find((one) => one.id === id);
    if (!batch || batch.isGone || batch.end === 'failed') return [];
    return Array.from({ length: batch.requests }, (_, i) => (batch.mark ? this.#customId(batch.mark, i) : `somebody-else-${i}`));
  }

  /** Custom id of a batch's request `i`, as the application writes it. */
  #customId({ jobId, k, attempt }: BatchMark, i: number): string {
    const [number, tag] = attempt.split('-');
    return codecOf(this.#protocol === 'file' ? 'openai' : 'anthropic').customId(jobId, k, i, number === '1' ? null : tag!);
  }

  #add(mark: BatchMark | null, requests: number, fileId: string | null): ModelBatch {
    const { now, chance } = this.#world;
    const validAt = now + chance.between(0, 3 * MINUTE_MS);
    const endsAt = validAt + chance.between(1000, 30 * MINUTE_MS);
    const batch: ModelBatch = {
      id: `batch_${this.batches.length}`,
      mark,
      requests,
      fileId,
      tokens: requests * 100,
      createdAt: now,
      listedAt: now + (this.#world.mishap(0.4) ? chance.between(0, 4 * MINUTE_MS) : 0),
      validAt,
      endsAt,
      resultsAt: endsAt + (this.#world.mishap(0.2) ? chance.between(0, 5 * MINUTE_MS) : 0),
      end: this.#world.mishap(0.25) ? chance.of(['expired', 'failed'] as const) : 'completed',
      isGone: false,
    };
    if (this.#protocol === 'file' && !this.#hasRoom(batch)) Object.assign(batch, { end: 'no-room', endsAt: validAt });
    this.batches.unshift(batch);
    return batch;
  }

  #hasRoom({ tokens, requests }: Pick<ModelBatch, 'tokens' | 'requests'>): boolean {
    if (this.#queue === null) return true;
    const size = (batch: Pick<ModelBatch, 'tokens' | 'requests'>) => (this.#protocol === 'file' ? batch.tokens : batch.requests);
    const queued = this.batches.filter((batch) => batch.mark && batch.endsAt > this.#world.now && batch.end !== 'no-room');
    return queued.reduce((sum, batch) => sum + size(batch), size({ tokens, requests })) <= this.#queue;
  }

  #statusOf(batch: ModelBatch): string {
    const { now } = this.#world;
    const isBody = this.#protocol === 'body';
    if (now >= batch.endsAt) return isBody ? 'ended' : batch.end === 'no-room' ? 'failed' : batch.end;
    if (batch.end === 'cancelled') return isBody ? 'canceling' : 'cancelling';
    return now < batch.validAt && !isBody ? 'validating' : 'in_progress';
  }

  #remote(batch: ModelBatch): RemoteBatch {
    const { now } = this.#world;
    const isOver = now >= batch.endsAt;
    const isRejected = isOver && (batch.end === 'failed' || batch.end === 'no-room') && this.#protocol === 'file';
    const limit = this.#namesLimit ? ` Limit: ${this.#queue} enqueued tokens.` : '';
    const errors =
      batch.end === 'no-room' ? [{ code: 'token_limit_exceeded', message: `Enqueued token limit reached.${limit}`, line: null }] : [];
    const { mark } = batch;
    return {
      id: batch.id,
      status: this.#statusOf(batch),
      phase: isRejected ? 'rejected' : isOver ? 'ended' : 'running',
      createdAt: batch.createdAt,
      counts: { total: batch.requests, completed: 0, failed: 0 },
      inputFileId: batch.fileId,
      outputFileId: isOver ? `out_${batch.id}` : null,
      errorFileId: null,
      metadata: this.#protocol === 'file' && mark ? { job: mark.jobId, part: String(mark.k), digest: mark.digest } : {},
      errors: isRejected ? errors : [],
      raw: {},
    };
  }

  #failure(
    status: number | undefined,
    code: string | null,
    headers: Record<string, string> = {},
    type?: string,
    signal?: AbortSignal,
  ): CallFailure {
    const failureOf = this.#protocol === 'file' ? openaiFailure : anthropicFailure;
    return failureOf(
      { status, headers: new Headers(headers), error: { error: { code, type, message: code ?? '', details: { error_code: code } } } },
      signal,
    );
  }

  #fate(isCreate: boolean): Fate {
    if (!this.#world.mishap(0.3)) return 'good';
    return this.#world.chance.of([
      'lost',
      'answer-lost',
      'told-no',
      'broke-before',
      'broke-after',
      ...(isCreate ? (['late'] as const) : []),
    ]);
  }

  /** One call over the network: `act` happens at the provider, or not; the answer arrives, or not. `act` null: not known there. */
  #call<T>(
    name: string,
    act: () => T | null | CallFailure,
    isHere: () => boolean,
    options: { isCreate?: boolean; signal?: AbortSignal } = {},
  ): Promise<CallResult<T>> {
    const { chance } = this.#world;
    const { isCreate = false, signal } = options;
    const fate = this.#fate(isCreate);
    if (fate !== 'good') this.#world.tell(`${name}: ${fate}`);
    return new Promise((resolve) => {
      let isDone = false;
      const answer = (result: CallResult<T>) => {
        if (isDone || !isHere()) return;
        isDone = true;
        signal?.removeEventListener('abort', abort);
        resolve(result);
      };
      const fail = (failure: CallFailure) => answer({ ok: false, failure });
      const noAnswer = () => this.#failure(undefined, null, {}, undefined, signal);
      const abort = () => fail(noAnswer());
      const arrive = (then: (result: CallResult<T>) => void) => {
        const done = act();
        if (done === null) then({ ok: false, failure: this.#failure(404, 'not_found', {}, 'not_found_error') });
        else if (isFailure(done)) then({ ok: false, failure: done });
        else then({ ok: true, value: done });
      };
      signal?.addEventListener('abort', abort, { once: true });
      const there = chance.between(1, 3000);
      const back = chance.between(1, 3000);
      switch (fate) {
        case 'lost':
          this.#world.after(there + back, () => fail(noAnswer()));
          return;
        case 'told-no': {
          const { status, code, headers, type } = chance.of(REFUSALS);
          this.#world.after(there + back, () => fail(this.#failure(status, code, headers as Record<string, string>, type)));
          return;
        }
        case 'broke-before':
          this.#world.after(there + back, () => fail(this.#failure(chance.of(BREAKS), null)));
          return;
        case 'late':
          this.#world.after(there, () => fail(noAnswer()));
          this.#world.after(there + chance.between(0, 4 * MINUTE_MS), () => arrive(() => undefined));
          return;
        default:
          this.#world.after(there, () =>
            arrive((result) => {
              this.#world.after(back, () => {
                if (fate === 'answer-lost') fail(noAnswer());
                else if (fate === 'broke-after') fail(this.#failure(chance.of(BREAKS), null));
                else answer(result);
              });
            }),
          );
      }
    });
  }

  #create({ fileId, mark }: CreateInput): RemoteBatch | null | CallFailure {
    if (this.#protocol === 'file' && !this.files.some(({ id }) => id === fileId)) return null;
    if (this.#protocol === 'body' && !this.#hasRoom({ tokens: 0, requests: mark.requests }))
      return this.#failure(429, null, {}, 'rate_limit_error');
    if (this.#protocol === 'file' && this.#world.mishap(0.1) && this.#queue !== null && this.#namesLimit) {
      if (!this.#hasRoom({ tokens: mark.requests * 100, requests: mark.requests })) {
        const failure = this.#failure(400, 'token_limit_exceeded');
        return { ...failure, message: `Enqueued token limit reached. Limit: ${this.#queue} enqueued tokens.` };
      }
    }
    const batch = this.#add(mark, mark.requests, fileId);
    this.#world.tell(`made ${batch.id} of file ${mark.k}: ${batch.end}`);
    return this.#remote(batch);
  }

  /** The API as one tab has it; `isHere` false: the tab is gone and hears nothing more. */
  api(isHere: () => boolean): ProviderApi {
    this.creating = 0;
    const found = (id: string) => this.batches.find((batch) => batch.id === id && !batch.isGone) ?? null;
    const call = <T>(name: string, act: () => T | null | CallFailure, options?: { isCreate?: boolean; signal?: AbortSignal }) =>
      this.#call(name, act, isHere, options);
    const unused = () => Promise.reject(new Error('Not of this model.'));
    return {
      files:
        this.#protocol === 'body'
          ? null
          : {
              upload: (name, bytes, onProgress, signal) => {
                onProgress(bytes.size / 2);
                return call<RemoteFile>(
                  'upload',
                  () => {
                    const file = { id: `file_${this.files.length}`, filename: name, bytes: bytes.size, createdAt: this.#world.now };
                    this.files.push(file);
                    return file;
                  },
                  { signal },
                );
              },
              named: (name) => call('files', () => this.files.filter(({ filename }) => filename === name)),
            },
      createBatch: async (input, _onProgress, signal) => {
        this.creating++;
        try {
          return await call('create', () => this.#create(input), { isCreate: true, signal });
        } finally {
          this.creating--;
        }
      },
      batch: (id) => call('poll', () => mapped(found(id), (batch) => this.#remote(batch))),
      cancelBatch: (id) =>
        call('cancel', () =>
          mapped(found(id), (batch) => {
            const { now, chance } = this.#world;
            if (now >= batch.endsAt) return this.#failure(400, 'already_over', {}, 'invalid_request_error');
            if (batch.end !== 'no-room') Object.assign(batch, { end: 'cancelled', endsAt: now + chance.between(0, 10 * MINUTE_MS) });
            batch.resultsAt = Math.max(batch.resultsAt, batch.endsAt);
            return this.#remote(batch);
          }),
        ),
      batchesSince: (since, most) =>
        call('list', () => {
          const listed = this.batches.filter(
            ({ createdAt, listedAt, isGone }) => createdAt >= since && listedAt <= this.#world.now && !isGone,
          );
          return listed.slice(0, most).map((batch) => this.#remote(batch));
        }),
      matches: (batch, mark) => {
        if (this.#protocol === 'body') return matchesMark(batch, mark);
        const { job, part, digest } = batch.metadata;
        return job === mark.jobId && part === String(mark.k) && digest === mark.digest ? 'certain' : 'no';
      },
      someCustomId: (id, signal) =>
        call<{ id: string | null }>(
          'first line',
          () => {
            const batch = found(id);
            if (!batch || this.#protocol === 'file' || this.#world.now < batch.resultsAt) return { id: null };
            return { id: batch.mark ? this.#customId(batch.mark, 0) : 'somebody-else' };
          },
          { signal },
        ).then((result) => (result.ok ? { ok: true, value: result.value.id } : result)),
      results: ({ id }, signal) =>
        call(
          'results',
          () => {
            const batch = found(id);
            if (!batch) return { output: null, errors: null };
            if (this.#world.now < batch.resultsAt) return this.#failure(500, null);
            return { output: RESULTS, errors: null };
          },
          { signal },
        ),
      deleteBatch: unused,
      batchPage: unused,
      goneAt: () => null,
      requestsOf: unused,
      live: unused,
      countTokens: unused,
      models: unused,
      permissions: unused,
    };
  }
}

/** Stands for the file of results; `lines` tells what is in it. */
const RESULTS = new Blob();

function mapped<T, U>(value: T | null, map: (value: T) => U): U | null {
  return value === null ? null : map(value);
}

function isFailure(value: unknown): value is CallFailure {
  return typeof value === 'object' && value !== null && 'retryable' in value && 'unknown' in value;
}
