import type { CallFailure } from '#lib/core/failure';
import { isJsonObject } from '#lib/core/json';
import type { Job, Part, PartIndex } from '#lib/core/job';
import { unsettleRows } from '#lib/core/ledger';
import type { ModelPrices } from '#lib/core/models/facts';
import type { Question } from '#lib/core/recipe';
import { ROW_STATES, type RowState } from '#lib/core/row-state';
import { readSchema } from '#lib/core/schema';
import { incompleteDownload } from '#lib/providers/call-failure';
import type { CallResult, ProviderCodec, ResultFiles } from '#lib/providers/provider';
import { codecOf } from '#lib/providers/registry';
import { artifactBlob, getPartIndex, logEvent, putArtifact } from '#lib/storage/jobs';
import { dropAnswers, putResponseIndex } from '#lib/storage/ledgers';
import { Arrival } from './arrival.ts';
import { blobPieces } from './blob-lines.ts';
import { attemptRecipe } from './build.ts';
import { customIdsOf } from './custom-ids.ts';
import { Handover } from './handover.ts';
import { inTurn } from './in-turn.ts';
import type { Work } from './desk.ts';
import { PartResults } from './part-results.ts';
import type { SegmentTask } from './read-segment.ts';
import { customIdReader, findResponses, quickCustomIdReader, type ResponseFile, type ResponseLines } from './response-lines.ts';
import { segmentReader } from './segment-reader.ts';
import { SegmentCutter, type Segment } from './segments.ts';
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
 * Fetches what a batch that is over has brought, and reads it into the ledger. Responses are read while they come; where each
 * lies is known once the last has come, from when on any row can be shown. Returns the failure where they could not be fetched
 * whole; the part and the copies that are here then stay as they were. Output and errors are always both fetched, whatever the
 * counts say.
 */
export async function collectPart(part: Part, work: Work): Promise<CallFailure | null> {
  const { api, signal } = work;
  if (part.isBrought) {
    await readKept(await openReading(part, work), signal);
    return null;
  }
  segmentReader().warmUp();
  const arrival = new Arrival();
  const ids = { id: part.batchId!, outputFileId: part.outputFileId, errorFileId: part.errorFileId };
  const fetching = api.results(ids, signal, arrival.open).finally(() => arrival.end());
  fetching.catch(() => {});
  const reading = await openReading(part, work);
  const end = await read(reading, arrival, true, (found) => storeFetched(reading, fetching, found), signal);
  if (end !== 'misread') return end;
  await read(reading, await keptResponses(reading), false, ACCEPT, signal);
  return null;
}

/** What is done about files once their lines are found, before anything read from them is written to the ledger. */
type OnFound = (found: ResponseLines) => Promise<CallFailure | null>;

const ACCEPT: OnFound = () => Promise.resolve(null);

/** Stores what was fetched, once it is known to be whole. */
async function storeFetched(
  { part, codec }: Reading,
  fetching: Promise<CallResult<ResultFiles>>,
  { lines }: ResponseLines,
): Promise<CallFailure | null> {
  const got = await fetching;
  if (!got.ok) return got.failure;
  const { output, errors } = got.value;
  if (codec.errorFile === 'derived' && output && part.tries < INCOMPLETE_TRIES && lines < part.requests) {
    // No byte count comes with these results: a download cut at a line's end is told by its lines alone.
    return incompleteDownload(`${lines} of ${part.requests} answers came.`);
  }
  const { jobId, k } = part;
  if (output) await putArtifact(jobId, codec.paths.output(k, part.batchId!), output);
  if (errors) await putArtifact(jobId, codec.paths.errors(k, part.batchId!), errors);
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

/** Files with responses, and any of their bytes that are here. */
type Responses = Pick<Arrival, 'slice'> & { files: Iterable<ResponseFile> | AsyncIterable<ResponseFile> };

/** The files with responses as they stand in the job directory. */
async function keptResponses({ part, codec }: Reading): Promise<Responses> {
  const { jobId, k, batchId } = part;
  const output = await artifactBlob(jobId, codec.paths.output(k, batchId!));
  const errors = codec.errorFile === 'derived' ? undefined : await artifactBlob(jobId, codec.paths.errors(k, batchId!));
  const blobs = new Map<1 | 2, Blob>();
  if (output) blobs.set(1, output);
  if (errors) blobs.set(2, errors);
  const files = Array.from(blobs, ([file, blob]) => ({ file, pieces: blobPieces(blob) }));
  return { files, slice: (file, from, to) => blobs.get(file)!.slice(from, to) };
}

/** Reads a part whose files are all in the job directory. */
async function readKept(reading: Reading, signal: AbortSignal): Promise<void> {
  const end = await read(reading, await keptResponses(reading), true, ACCEPT, signal);
  if (end === 'misread') await read(reading, await keptResponses(reading), false, ACCEPT, signal);
}

/** Which request of the part a custom id names; -1 where none. */
function customIdFinder({ part, customIdOf }: Reading): (customId: string | null) => number {
  const numbers = new Map<string, number>();
  for (let i = 0; i < part.requests; i++) numbers.set(customIdOf(i), i);
  return (customId) => (customId === null ? -1 : (numbers.get(customId) ?? -1));
}

/** Finds all lines of a part's files, and hands its responses on in segments as they are found. */
async function find(reading: Reading, files: Responses['files'], isQuick: boolean, segments: Handover<Segment>): Promise<ResponseLines> {
  const { part, index, codec } = reading;
  const cutter = new SegmentCutter(index);
  const hand = (segment: Segment | null) => segment && segments.add(segment);
  const customIdOf = isQuick ? quickCustomIdReader(codec) : customIdReader(codec);
  const found = await findResponses(part, files, customIdFinder(reading), customIdOf, (line) => hand(cutter.take(line)));
  hand(cutter.rest());
  return found;
}

function fieldNamesOf({ schema }: Question): string[] {
  const reading = schema === null ? null : readSchema(schema);
  const properties = reading?.ok ? reading.schema.rowSchema.properties : null;
  return isJsonObject(properties) ? Object.keys(properties).filter((name) => name !== 'input_id') : [];
}

function taskOf({ part, index, question, customIdOf, prices }: Reading, segment: Segment, bytes: SegmentTask['bytes']): SegmentTask {
  const { requests, offsets, lengths, first } = segment;
  const starts = new Uint32Array(requests.length + 1);
  const ids: string[] = [];
  requests.forEach((request, at) => {
    for (let slot = index.starts[request]!; slot < index.starts[request + 1]!; slot++) ids.push(index.ids[slot]!);
    starts[at + 1] = ids.length;
  });
  return {
    jobId: part.jobId,
    k: part.k,
    first,
    bytes,
    offsets,
    lengths,
    customIds: Array.from(requests, customIdOf),
    starts,
    ids,
    provider: question.provider.provider,
    schema: question.schema,
    prices,
  };
}

/**
 * Reads a part's responses into packs and ledger, the first of them while lines are still being found. The ledger is written
 * once `onFound` is content with all the lines; its failure is given back. `misread`: a line proved not to be the response it was
 * taken for, and the lines are to be found anew, by parsing each. Cut off anywhere, it can be done again from its beginning.
 */
async function read(
  reading: Reading,
  responses: Responses,
  isQuick: boolean,
  onFound: OnFound,
  signal: AbortSignal,
): Promise<CallFailure | 'misread' | null> {
  const { part, index, question, prices, isFirst } = reading;
  // Columns stand in the schema's order; fields it does not name come after it as they appear.
  const results = new PartResults(part, index, fieldNamesOf(question), { isPriced: prices !== null, isFirst });
  const segments = new Handover<Segment>();
  const finding = find(reading, responses.files, isQuick, segments).finally(() => segments.end());
  const accepting = finding.then(async (found) => {
    const failure = await onFound(found);
    if (failure) {
      segments.drop();
      return failure;
    }
    // What an earlier reading brought stands until this one is known to be whole.
    await dropAnswers(part.jobId, part.k, (ledger) => unsettleRows(ledger, index.rows, part.k));
    await putResponseIndex(found.responses);
    results.mayWrite();
    return null;
  });
  accepting.catch(() => segments.drop());
  const reader = segmentReader();
  const readOne = async (segment: Segment) => {
    signal.throwIfAborted();
    const { file, from, to } = segment;
    return { segment, result: await reader.read(taskOf(reading, segment, responses.slice(file, from, to))) };
  };
  try {
    for await (const { segment, result } of inTurn(segments, reader.atOnce, readOne)) {
      if (result === 'misread') return (await accepting) ?? 'misread';
      if (await results.add(segment, result)) await reader.letDraw();
    }
    const failure = await accepting;
    if (failure) return failure;
    await finish(reading, results, await finding);
    return null;
  } finally {
    // Nothing goes on behind whoever asked for it.
    await Promise.allSettled([accepting]);
    await results.drop();
  }
}

/** All responses are read: what is left are requests without one, and the part's own state. */
async function finish({ part, codec }: Reading, results: PartResults, found: ResponseLines): Promise<void> {
  await results.addSilent(found.responses.file, silenceOf(part));
  const { failed } = results;
  if (failed) await putArtifact(part.jobId, codec.paths.errors(part.k, part.batchId!), failed);
  await results.finish();
  await tellCollected(part, found);
}

async function tellCollected({ jobId, k, requests }: Part, { order, stray, repeated }: ResponseLines): Promise<void> {
  const notes = [
    stray && `${stray} lines name no request of this batch and were kept in the file only`,
    repeated && `${repeated} lines answer a request a second time; the first answer counts`,
  ].filter(Boolean);
  const message = `Answers to ${order.length} of ${requests} requests collected.`;
  await logEvent({ jobId, k, kind: 'collected', message, details: notes.join('; ') || null });
}
