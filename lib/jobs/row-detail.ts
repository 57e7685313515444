import type { Part } from '#lib/core/job';
import { reconcile, type SlotOutcome } from '#lib/core/reconcile';
import type { DecodedResponse } from '#lib/core/response';
import type { RowState } from '#lib/core/row-state';
import type { Question } from '#lib/core/recipe';
import type { ProviderCodec } from '#lib/providers/provider';
import { codecOf } from '#lib/providers/registry';
import { artifactBlob, getResponseIndex, listParts } from '#lib/storage/jobs';
import { attemptRecipe } from './build.ts';
import { customIdsOf } from './custom-ids.ts';
import { Beside, type BesideAnswer } from './beside.ts';
import { tableRow, type TableRow } from './results.ts';
import { RowSource } from './row-source.ts';
import { validatorOf } from './sent-schema.ts';

/** One round of one row: the very request that carried it and the very response. */
export interface RowRound {
  attempt: number;
  k: number;
  batchId: string | null;
  customId: string;
  request: string;
  /** Null: none came. */
  response: string | null;
  model: string | null;
  usage: { inputTokens: number; outputTokens: number } | null;
  /** Rows in the request, this one included. */
  sharedBy: number;
  /** Version of the recipe it was asked by, and the model it was sent to. */
  revision: number;
  askedModel: string;
  /** What this round brought for the row, whatever came later; null: no response. */
  outcome: { state: RowState; value: string | null; note: string } | null;
}

export interface RowDetail extends Omit<TableRow, 'beside'> {
  source: { column: string; text: string }[];
  /** The whole answer as indented JSON; null: none. */
  value: string | null;
  rounds: RowRound[];
  /** What the other job has, its value indented too, where one was asked for; null: the row is not in it. */
  beside?: BesideAnswer | null;
}

/** Bytes `from` to `to` of a file of the job directory, as text; null where the file is not there. */
async function textOf(jobId: string, path: string, from: number, to: number): Promise<string | null> {
  const blob = await artifactBlob(jobId, path);
  return blob ? blob.slice(from, to).text() : null;
}

async function responseText(part: Part, request: number, { paths }: ProviderCodec): Promise<string | null> {
  const responses = await getResponseIndex(part.jobId, part.k);
  const file = responses?.file[request];
  if (!responses || !file || !part.batchId) return null;
  const from = responses.offset[request]!;
  return textOf(part.jobId, (file === 1 ? paths.output : paths.errors)(part.k, part.batchId), from, from + responses.length[request]!);
}

const laidOut = (valueJson: string) => (valueJson === '' ? null : JSON.stringify(JSON.parse(valueJson), null, 2));

/** What a response says of one of its request's rows, read again as it was when it was collected. */
function outcomeOf(decoded: DecodedResponse, question: Question, ids: string[], place: number): RowRound['outcome'] {
  const { slots } = reconcile(decoded, ids, validatorOf(question.schema));
  const found: SlotOutcome | undefined = slots[place];
  return found ? { state: found.state, value: laidOut(found.valueJson), note: found.note } : null;
}

async function roundOf(source: RowSource, part: Part, row: number): Promise<RowRound | null> {
  const place = await source.holdings.indexes.placeOf(part.k, row);
  if (!place) return null;
  const { index, slot, request } = place;
  const attempt = source.attempts.find(({ number }) => number === part.attempt)!;
  const { question } = attemptRecipe(source.job, attempt);
  const codec = codecOf(question.provider.provider);
  const separator = 1;
  const response = await responseText(part, request, codec);
  const decoded = response === null ? null : codec.decode(response);
  const [from, to] = [index.starts[request]!, index.starts[request + 1]!];
  return {
    attempt: part.attempt,
    k: part.k,
    batchId: part.batchId,
    customId: customIdsOf(source.job, attempt, part, index)(request),
    request: (await textOf(part.jobId, part.path, index.offsets[request]!, index.offsets[request + 1]! - separator)) ?? '',
    response,
    model: decoded?.model ?? null,
    usage: decoded?.usage ?? null,
    sharedBy: to - from,
    revision: attempt.revision,
    askedModel: question.model,
    outcome: decoded && outcomeOf(decoded, question, index.ids.slice(from, to), slot - from),
  };
}

/** Parts that may have carried a row: in the round that last did, no other than the one the ledger names. */
async function partsOf({ job, ledger }: RowSource, row: number): Promise<Part[]> {
  const [attempt, k] = [ledger?.attempts[row] ?? 0, (ledger?.parts[row] ?? 0) - 1];
  return (await listParts(job.id)).filter((part) => part.k === k || part.attempt !== attempt);
}

/**
 * Everything about one row: its cells, its answer, and each round that carried it, newest first. `besideJobId` adds what
 * that job has for it.
 */
export async function rowDetail(jobId: string, row: number, besideJobId: string | null): Promise<RowDetail> {
  const source = await RowSource.open(jobId);
  if (!source) throw new Error('The job or its table is no longer in this browser.');
  const found = await source.read(row);
  const rounds: RowRound[] = [];
  for (const part of (await partsOf(source, row)).toReversed()) {
    const round = await roundOf(source, part, row);
    if (round) rounds.push(round);
  }
  const beside = besideJobId === null ? null : await Beside.open(source, besideJobId);
  const answer = await beside?.answer(found);
  return {
    ...tableRow(source, found),
    text: found.texts[0] ?? '',
    source: source.dataset.columns.map((column, c) => ({ column, text: found.cells[c] ?? '' })),
    value: laidOut(found.value),
    rounds,
    ...(answer !== undefined && { beside: answer && { ...answer, value: laidOut(answer.value) ?? '' } }),
  };
}
