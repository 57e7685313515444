import type { CallFailure } from '#lib/core/failure';
import { isJsonObject } from '#lib/core/json';
import type { Job, Part, PartIndex } from '#lib/core/job';
import { unsettleRows } from '#lib/core/ledger';
import type { ModelPrices } from '#lib/core/models/facts';
import type { Question } from '#lib/core/recipe';
import { ROW_STATES, type RowState } from '#lib/core/row-state';
import { readSchema } from '#lib/core/schema';
import { incompleteDownload } from '#lib/providers/call-failure';
import type { ProviderCodec, ResultFiles } from '#lib/providers/provider';
import { codecOf } from '#lib/providers/registry';
import { artifactBlob, getPartIndex, logEvent, putArtifact } from '#lib/storage/jobs';
import { beginAnswers } from '#lib/storage/ledgers';
import { attemptRecipe } from './build.ts';
import { customIdsOf } from './custom-ids.ts';
import { inTurn } from './in-turn.ts';
import type { Work } from './desk.ts';
import { PartResults } from './part-results.ts';
import type { SegmentTask } from './read-segment.ts';
import { customIdReader, findResponses, quickCustomIdReader, type ResponseFile, type ResponseLines } from './response-lines.ts';
import { segmentReader } from './segment-reader.ts';
import { cutSegments, type Segment } from './segments.ts';
import { silenceOf } from './silent-requests.ts';

/** After so many fetches that brought fewer answers than requests, what is there is taken for all there is. */
const INCOMPLETE_TRIES = 5;

const ON_THEIR_WAY: ReadonlySet<RowState> = new Set(['skipped', 'waiting', 'sent']);

/** What reading a part needs to know of it. */
interface Reading {
  part: Part;
  index: PartIndex;
  question: Question;
  codec: ProviderCodec;
  customIdOf: (request: number) => string;
  prices: ModelPrices | null;
  /** No row of the job has come back yet. */
  isFirst: boolean;
}

/**
 * Fetches what a batch that is over has brought, and reads it into the ledger: first where each response lies, from when on
 * any row can be shown, then the responses themselves. Returns the failure where it could not be fetched whole; the part
 * and the copies that are here then stay as they were. Output and errors are always both fetched, whatever the counts say.
 */
export async function collectPart(part: Part, work: Work): Promise<CallFailure | null> {
  const { api, signal } = work;
  if (part.isBrought) {
    const reading = await openReading(part, work);
    await readWhole(reading, signal);
    return null;
  }
  const id = part.batchId!;
  const got = await api.results({ id, outputFileId: part.outputFileId, errorFileId: part.errorFileId }, signal);
  if (!got.ok) return got.failure;
  segmentReader().warmUp();
  const reading = await openReading(part, work);
  const { codec } = reading;
  const store = async () => {
    if (got.value.output) await putArtifact(part.jobId, codec.paths.output(part.k, id), got.value.output);
    if (got.value.errors) await putArtifact(part.jobId, codec.paths.errors(part.k, id), got.value.errors);
  };
  // Files of a known length are whole, and are stored while they are looked through; others only once all their lines are there.
  const storing = codec.errorFile === 'derived' ? null : store();
  storing?.catch(() => {});
  const found = await find(reading, await filesOf(reading, got.value), true);
  if (codec.errorFile === 'derived' && got.value.output && part.tries < INCOMPLETE_TRIES && found.lines < part.requests) {
    // No byte count comes with these results: a download cut at a line's end is told by its lines alone.
    return incompleteDownload(`${found.lines} of ${part.requests} answers came.`);
  }
  await (storing ?? store());
  const files = await filesOf(reading, { output: null, errors: null });
  const isRead = await read(reading, files, found, signal);
  if (!isRead) await read(reading, files, await find(reading, files, false), signal);
  return null;
}

async function openReading(part: Part, { job, attempt }: Work): Promise<Reading> {
  const index = await getPartIndex(part.jobId, part.k);
  if (!index) throw new Error(`The index of ${part.path} is missing.`);
  const { question } = attemptRecipe(job, attempt);
  const codec = codecOf(question.provider.provider);
  const isFirst = ROW_STATES.every((state) => ON_THEIR_WAY.has(state) || job.counts[state] === 0);
  const customIdOf = customIdsOf(job, attempt, part, index);
  return { part, index, question, codec, customIdOf, prices: await pricesFor(job, question), isFirst };
}

/** What the question's model costs today; null where that is unknown or nothing is paid. Loaded when wanted: it is a large table. */
async function pricesFor(job: Job, { provider, model }: Question): Promise<ModelPrices | null> {
  if (job.endpoint.kind === 'sandbox') return null;
  const { pricesOf } = await import('#lib/core/models/prices');
  return pricesOf(provider.provider, model, Date.now());
}

/** The files with responses, as just fetched, else as they stand in the job directory. */
async function filesOf({ part, codec }: Reading, fetched: ResultFiles): Promise<ResponseFile[]> {
  const { jobId, k } = part;
  const output = fetched.output ?? (await artifactBlob(jobId, codec.paths.output(k, part.batchId!)));
  const files: ResponseFile[] = output ? [{ file: 1, blob: output }] : [];
  if (codec.errorFile === 'derived') return files;
  const errors = fetched.errors ?? (await artifactBlob(jobId, codec.paths.errors(k, part.batchId!)));
  return errors ? [...files, { file: 2, blob: errors }] : files;
}

/** Reads a part whose files are all in the job directory. */
async function readWhole(reading: Reading, signal: AbortSignal): Promise<void> {
  const files = await filesOf(reading, { output: null, errors: null });
  const isRead = await read(reading, files, await find(reading, files, true), signal);
  if (!isRead) await read(reading, files, await find(reading, files, false), signal);
}

/** Which request of the part a custom id names; -1 where none. */
function customIdFinder({ part, customIdOf }: Reading): (customId: string | null) => number {
  const numbers = new Map<string, number>();
  for (let i = 0; i < part.requests; i++) numbers.set(customIdOf(i), i);
  return (customId) => (customId === null ? -1 : (numbers.get(customId) ?? -1));
}

function find(reading: Reading, files: ResponseFile[], isQuick: boolean): Promise<ResponseLines> {
  const { part, codec } = reading;
  return findResponses(part, files, customIdFinder(reading), isQuick ? quickCustomIdReader(codec) : customIdReader(codec));
}

function fieldNamesOf({ schema }: Question): string[] {
  const reading = schema === null ? null : readSchema(schema);
  const properties = reading?.ok ? reading.schema.rowSchema.properties : null;
  return isJsonObject(properties) ? Object.keys(properties).filter((name) => name !== 'input_id') : [];
}

function taskOf({ part, index, question, customIdOf, prices }: Reading, segment: Segment, found: ResponseLines, file: Blob): SegmentTask {
  const { requests, from, to } = segment;
  const { offset, length } = found.responses;
  const starts = new Uint32Array(requests.length + 1);
  const ids: string[] = [];
  requests.forEach((request, at) => {
    for (let slot = index.starts[request]!; slot < index.starts[request + 1]!; slot++) ids.push(index.ids[slot]!);
    starts[at + 1] = ids.length;
  });
  return {
    jobId: part.jobId,
    k: part.k,
    first: segment.first,
    bytes: file.slice(from, to),
    offsets: requests.map((request) => offset[request]! - from),
    lengths: requests.map((request) => length[request]!),
    customIds: Array.from(requests, customIdOf),
    starts,
    ids,
    provider: question.provider.provider,
    schema: question.schema,
    prices,
  };
}

/**
 * Reads a part's responses into packs and ledger. False where a line proved not to be the response it was taken for;
 * then the lines are to be found anew, by parsing each. Cut off anywhere, it can be done again from its beginning.
 */
async function read(reading: Reading, files: ResponseFile[], found: ResponseLines, signal: AbortSignal): Promise<boolean> {
  const { part, index, question, codec, prices, isFirst } = reading;
  await beginAnswers(found.responses, (ledger) => unsettleRows(ledger, index.rows, part.k));
  // Columns stand in the schema's order; fields it does not name come after it as they appear.
  const results = new PartResults(part, index, fieldNamesOf(question), { isPriced: prices !== null, isFirst });
  const segments = cutSegments(found, index);
  const reader = segmentReader();
  const readOne = async (segment: Segment) => {
    signal.throwIfAborted();
    const { blob } = files.find(({ file }) => file === segment.file)!;
    return { segment, result: await reader.read(taskOf(reading, segment, found, blob)) };
  };
  for await (const { segment, result } of inTurn(segments, reader.atOnce, readOne)) {
    if (result === 'misread') return false;
    await results.add(segment, result);
  }
  await results.addSilent(found.responses.file, silenceOf(part));
  const { failed } = results;
  if (failed) await putArtifact(part.jobId, codec.paths.errors(part.k, part.batchId!), failed);
  await results.finish();
  await tellCollected(part, found);
  return true;
}

async function tellCollected({ jobId, k, requests }: Part, { order, stray, repeated }: ResponseLines): Promise<void> {
  const notes = [
    stray && `${stray} lines name no request of this batch and were kept in the file only`,
    repeated && `${repeated} lines answer a request a second time; the first answer counts`,
  ].filter(Boolean);
  const message = `Answers to ${order.length} of ${requests} requests collected.`;
  await logEvent({ jobId, k, kind: 'collected', message, details: notes.join('; ') || null });
}
