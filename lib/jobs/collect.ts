import type { CallFailure } from '#lib/core/failure';
import { isJsonObject } from '#lib/core/json';
import type { Job, Part, PartIndex, PartUsage, ResponseIndex } from '#lib/core/job';
import { settleRows } from '#lib/core/ledger';
import type { ModelPrices } from '#lib/core/models/facts';
import { requestPrice } from '#lib/core/models/request-price';
import { transition } from '#lib/core/part-machine';
import { reconcile } from '#lib/core/reconcile';
import type { Question } from '#lib/core/recipe';
import type { DecodedResponse, Usage } from '#lib/core/response';
import { stateCode, type RowState } from '#lib/core/row-state';
import { readSchema } from '#lib/core/schema';
import { rowValidator, type RowValidator } from '#lib/core/row-validator';
import { incompleteDownload } from '#lib/providers/call-failure';
import { codecOf } from '#lib/providers/registry';
import type { ProviderCodec } from '#lib/providers/provider';
import { db } from '#lib/storage/db';
import { artifactBlob, getPartIndex, logEvent, putArtifact } from '#lib/storage/jobs';
import { changeLedger, dropResultPacks, putResponseIndex, putResultPack } from '#lib/storage/ledgers';
import { blobLines } from './blob-lines.ts';
import { attemptRecipe, idTag } from './build.ts';
import type { Work } from './part-effects.ts';

const PACK_ROWS = 2000;
const LF = 10;
/** After so many fetches that brought fewer answers than requests, what is there is taken for all there is. */
const INCOMPLETE_TRIES = 5;
const OUTPUT = 1;
const ERRORS = 2;

/**
 * Fetches what a batch that is over has brought, and reads it into the ledger. Returns the failure where it could not be
 * fetched whole; the part and the copies that are here then stay as they were. Output and errors are always both fetched,
 * whatever the counts say.
 */
export async function collectPart(part: Part, work: Work): Promise<CallFailure | null> {
  const { paths, errorFile } = codecOf(attemptRecipe(work.job, work.attempt).question.provider.provider);
  const id = part.batchId!;
  const got = await work.api.results({ id, outputFileId: part.outputFileId, errorFileId: part.errorFileId }, work.signal);
  if (!got.ok) return got.failure;
  const { output, errors } = got.value;
  if (errorFile === 'derived' && output && part.tries < INCOMPLETE_TRIES) {
    // No byte count comes with these results: a download cut at a line's end is told by its lines alone.
    const lines = await countLines(output);
    if (lines < part.requests) return incompleteDownload(`${lines} of ${part.requests} answers came.`);
  }
  if (output) await putArtifact(part.jobId, paths.output(part.k, id), output);
  if (errors) await putArtifact(part.jobId, paths.errors(part.k, id), errors);
  const failedLines = await readPart(part, work);
  if (errorFile === 'derived' && failedLines.length > 0) {
    await putArtifact(part.jobId, paths.errors(part.k, id), new Blob([`${failedLines.join('\n')}\n`]));
  }
  return null;
}

const NO_TOKENS: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, reasoningTokens: 0 };

function addUsage(sum: Usage, used: Usage, share = 1): void {
  for (const key of Object.keys(sum) as (keyof Usage)[]) sum[key] += used[key] * share;
}

/** What the question's model costs today; null where that is unknown or nothing is paid. Loaded when wanted: it is a large table. */
async function pricesFor(job: Job, { provider, model }: Question): Promise<ModelPrices | null> {
  if (job.endpoint.kind === 'sandbox') return null;
  const { pricesOf } = await import('#lib/core/models/prices');
  return pricesOf(provider.provider, model, Date.now());
}

async function countLines(blob: Blob): Promise<number> {
  let lines = 0;
  const reader = blob.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    for (let at = piece.value.indexOf(LF); at >= 0; at = piece.value.indexOf(LF, at + 1)) lines++;
  }
  return lines;
}

/** Gathers the answers of a part while its response lines go by. */
class PartReader {
  readonly states: Uint8Array;
  readonly refs: Uint32Array;
  readonly responses: ResponseIndex;
  readonly extracted = new Set<string>();
  readonly usage: PartUsage;
  stray = 0;
  repeated = 0;
  /** Lines of requests that failed, where the provider has no file of its own for them. */
  readonly failedLines: string[] = [];
  #values: string[] = [];
  #notes: string[] = [];
  #modelOf: number[] = [];
  readonly #models: string[] = [''];
  #first = 0;

  constructor(
    readonly part: Part,
    readonly index: PartIndex,
    readonly validate: RowValidator | null,
    readonly prices: ModelPrices | null,
  ) {
    this.usage = { all: { ...NO_TOKENS }, lost: { ...NO_TOKENS }, usd: prices && { all: 0, lost: 0 } };
    this.states = new Uint8Array(index.rows.length);
    this.refs = new Uint32Array(index.rows.length);
    const { requests } = part;
    this.responses = {
      jobId: part.jobId,
      k: part.k,
      file: new Uint8Array(requests),
      offset: new Float64Array(requests),
      length: new Uint32Array(requests),
    };
  }

  async take(decoded: DecodedResponse, request: number): Promise<void> {
    const from = this.index.starts[request]!;
    const ids = this.index.ids.slice(from, this.index.starts[request + 1]!);
    const { slots } = reconcile(decoded, ids, this.validate);
    for (const outcome of slots) {
      await this.settle(from + outcome.slot, outcome.state, outcome.valueJson, outcome.note, decoded.model ?? '');
    }
    if (decoded.usage) this.#charge(decoded.usage, slots.filter(({ state }) => state !== 'ok').length / slots.length);
  }

  #charge(used: Usage, lostShare: number): void {
    const { all, lost, usd } = this.usage;
    addUsage(all, used);
    addUsage(lost, used, lostShare);
    if (!usd || !this.prices) return;
    const price = requestPrice(this.prices, { ...used, cacheReadTokens: used.cachedTokens }, { batch: true });
    usd.all += price;
    usd.lost += price * lostShare;
  }

  async settle(slot: number, state: RowState, valueJson: string, note: string, model = ''): Promise<void> {
    this.states[slot] = stateCode(state);
    this.#values.push(valueJson);
    this.#notes.push(note);
    this.#modelOf.push(this.#modelNumber(model));
    this.refs[slot] = this.#first + this.#values.length;
    if (valueJson !== '') this.#noteFields(valueJson);
    if (this.#values.length === PACK_ROWS) await this.flush();
  }

  /** A batch is answered by one model, or a few versions of it; past 255 names the last stands for the rest. */
  #modelNumber(model: string): number {
    const known = this.#models.indexOf(model);
    if (known >= 0) return known;
    return this.#models.length > 255 ? 255 : this.#models.push(model) - 1;
  }

  #noteFields(valueJson: string): void {
    const value: unknown = JSON.parse(valueJson);
    if (isJsonObject(value)) for (const key of Object.keys(value)) if (key !== 'input_id') this.extracted.add(key);
  }

  async flush(): Promise<void> {
    if (this.#values.length === 0) return;
    await putResultPack({
      jobId: this.part.jobId,
      k: this.part.k,
      first: this.#first,
      values: this.#values,
      notes: this.#notes,
      models: this.#models,
      modelOf: Uint8Array.from(this.#modelOf),
    });
    this.#first += this.#values.length;
    this.#values = [];
    this.#notes = [];
    this.#modelOf = [];
  }
}

/** Which request of the part a custom id names; -1 where none. */
export function customIdFinder(codec: ProviderCodec, part: Part, tag: string | null): (customId: string | null) => number {
  const numbers = new Map<string, number>();
  for (let i = 0; i < part.requests; i++) numbers.set(codec.customId(part.jobId, part.k, i, tag), i);
  return (customId) => (customId === null ? -1 : (numbers.get(customId) ?? -1));
}

async function readFile(
  reader: PartReader,
  path: string,
  file: number,
  codec: ProviderCodec,
  find: (customId: string | null) => number,
): Promise<void> {
  const blob = await artifactBlob(reader.part.jobId, path);
  if (!blob) return;
  for await (const line of blobLines(blob)) {
    const decoded = codec.decode(line.text);
    const request = find(decoded.customId);
    if (request < 0) {
      reader.stray++;
      continue;
    }
    if (reader.responses.file[request]) {
      reader.repeated++;
      continue;
    }
    reader.responses.file[request] = file;
    reader.responses.offset[request] = line.offset;
    reader.responses.length[request] = line.length;
    if (codec.errorFile === 'derived' && isFailure(decoded)) reader.failedLines.push(line.text);
    await reader.take(decoded, request);
  }
}

function isFailure({ outcome }: DecodedResponse): boolean {
  return outcome === 'failed' || outcome === 'expired' || outcome === 'cancelled';
}

/** What became of requests that got no line at all, by how the batch ended. */
function silence(part: Part): [state: RowState, note: string] {
  switch (part.providerStatus) {
    case 'expired':
      return ['expired', 'The batch ran out of its 24 hours before this request was done. It was not charged.'];
    case 'cancelled':
      return ['cancelled', 'The batch was cancelled before this request was done.'];
    case 'failed':
      return ['failed', 'The provider refused the whole batch. It was not charged.'];
    default:
      return ['failed', 'The provider returned no answer to this request, though its batch ended.'];
  }
}

interface LineFault {
  line: number | null;
  code: string;
  message: string;
}

/** Faults a refused batch reports, by line (from 1) where they name one. */
function faultsOf(part: Part): LineFault[] {
  const errors = isJsonObject(part.remote) && isJsonObject(part.remote.errors) ? part.remote.errors.data : null;
  if (!Array.isArray(errors)) return [];
  return errors.filter(isJsonObject).map(({ line, code, message }) => ({
    line: typeof line === 'number' ? line : null,
    code: String(code ?? ''),
    message: String(message ?? ''),
  }));
}

async function settleSilent(reader: PartReader): Promise<void> {
  const [state, note] = silence(reader.part);
  const faults = faultsOf(reader.part);
  const general = faults.find(({ line }) => line === null);
  for (let request = 0; request < reader.part.requests; request++) {
    if (reader.responses.file[request]) continue;
    const fault = faults.find(({ line }) => line === request + 1) ?? general;
    const words = fault ? `${note} ${fault.message} (${fault.code})` : note;
    for (let slot = reader.index.starts[request]!; slot < reader.index.starts[request + 1]!; slot++)
      await reader.settle(slot, state, '', words);
  }
}

function fieldNamesOf(rowSchema: unknown): string[] {
  const properties = isJsonObject(rowSchema) && isJsonObject(rowSchema.properties) ? rowSchema.properties : {};
  return Object.keys(properties).filter((name) => name !== 'input_id');
}

async function readPart(part: Part, { job, attempt }: Work): Promise<string[]> {
  const index = await getPartIndex(part.jobId, part.k);
  if (!index) throw new Error(`The index of ${part.path} is missing.`);
  const { question } = attemptRecipe(job, attempt);
  const codec = codecOf(question.provider.provider);
  const schema = question.schema === null ? null : readSchema(question.schema);
  const prices = await pricesFor(job, question);
  const reader = new PartReader(part, index, schema?.ok ? rowValidator(schema.schema.rowSchema) : null, prices);
  // Columns stand in the schema's order; fields it does not name come after it as they appear.
  for (const name of schema?.ok ? fieldNamesOf(schema.schema.rowSchema) : []) reader.extracted.add(name);
  const find = customIdFinder(codec, part, idTag(attempt));
  await dropResultPacks(part.jobId, part.k);
  await readFile(reader, codec.paths.output(part.k, part.batchId!), OUTPUT, codec, find);
  if (codec.errorFile === 'own') await readFile(reader, codec.paths.errors(part.k, part.batchId!), ERRORS, codec, find);
  await settleSilent(reader);
  await reader.flush();
  await store(reader);
  return reader.failedLines;
}

async function store(reader: PartReader): Promise<void> {
  const { part, index, states, refs } = reader;
  const at = Date.now();
  await changeLedger(
    part.jobId,
    (ledger, job) => {
      settleRows(ledger, index.rows, part.k, { states, refs });
      job.extracted = [...new Set([...job.extracted, ...reader.extracted])];
      job.usage ??= { ...NO_TOKENS };
      addUsage(job.usage, reader.usage.all);
    },
    async () => {
      await putResponseIndex(reader.responses);
      const change = transition(part, { type: 'collected', at });
      if (change) await db.parts.update([part.jobId, part.k], { ...change, usage: reader.usage });
    },
  );
  const answered = reader.responses.file.reduce((sum, file) => sum + (file ? 1 : 0), 0);
  const notes = [
    reader.stray && `${reader.stray} lines name no request of this batch and were kept in the file only`,
    reader.repeated && `${reader.repeated} lines answer a request a second time; the first answer counts`,
  ].filter(Boolean);
  await logEvent({
    jobId: part.jobId,
    k: part.k,
    kind: 'collected',
    message: `Answers to ${answered} of ${part.requests} requests collected.`,
    details: notes.join('; ') || null,
  });
}
