import type { Attempt, Job, Part, PartIndex, ResponseIndex } from '#lib/core/job';
import { reconcile, type SlotOutcome } from '#lib/core/reconcile';
import type { RowState } from '#lib/core/row-state';
import type { RowValidator } from '#lib/core/row-validator';
import type { ProviderCodec } from '#lib/providers/provider';
import { codecOf } from '#lib/providers/registry';
import { artifactBlob, getResponseIndex } from '#lib/storage/jobs';
import type { Answer } from './answer-packs.ts';
import { attemptRecipe } from './build.ts';
import { customIdsOf } from './custom-ids.ts';
import { Held } from './held.ts';
import type { PartIndexes, RowPlace } from './part-indexes.ts';
import { validatorOf } from './sent-schema.ts';

/** An answer read straight from its response, before the ledger has it. */
export interface EarlyAnswer extends Answer {
  state: RowState;
}

/** A part whose responses are here and found, but not all read. */
interface OpenPart {
  responses: ResponseIndex;
  output: Blob | undefined;
  errors: Blob | undefined;
  codec: ProviderCodec;
  validate: RowValidator | null;
  customIdOf: (index: PartIndex) => (request: number) => string;
}

interface WantedLine {
  open: OpenPart;
  part: Part;
  place: RowPlace;
  rows: { row: number; slot: number }[];
  bytes: Blob;
}

const PARTS_HELD = 64;

/** Reads rows from the response lines that an index tells, as they would be read for the ledger. */
export class EarlyAnswers {
  readonly #indexes: PartIndexes;
  readonly #open = new Held<OpenPart | null>(PARTS_HELD);

  constructor(indexes: PartIndexes) {
    this.#indexes = indexes;
  }

  /** Answers of those rows whose response is here, by row. `partOf`: the part under way that carries a row. */
  async read(
    rows: readonly number[],
    partOf: (row: number) => Part | undefined,
    job: Job,
    attempts: readonly Attempt[],
  ): Promise<Map<number, EarlyAnswer>> {
    const lines = new Map<string, WantedLine>();
    await Promise.all(
      rows.map(async (row) => {
        const part = partOf(row);
        if (part?.state === 'ended') await this.#want(row, part, job, attempts, lines);
      }),
    );
    return readLines([...lines.values()]);
  }

  async #want(row: number, part: Part, job: Job, attempts: readonly Attempt[], lines: Map<string, WantedLine>): Promise<void> {
    const open = await this.#openPart(part, job, attempts);
    const place = open && (await this.#indexes.placeOf(part.k, row));
    if (!open || !place) return;
    const { file, offset, length } = open.responses;
    const { request } = place;
    const blob = file[request] === 1 ? open.output : file[request] === 2 ? open.errors : undefined;
    if (!blob) return;
    const key = `${part.k} ${request}`;
    const bytes = blob.slice(offset[request]!, offset[request]! + length[request]!);
    const line = lines.get(key) ?? { open, part, place, rows: [], bytes };
    line.rows.push({ row, slot: place.slot });
    lines.set(key, line);
  }

  async #openPart(part: Part, job: Job, attempts: readonly Attempt[]): Promise<OpenPart | null> {
    const key = String(part.k);
    const open = await this.#open.get(key, () => openPart(part, job, attempts));
    if (!open) this.#open.drop(key);
    return open;
  }
}

async function openPart(part: Part, job: Job, attempts: readonly Attempt[]): Promise<OpenPart | null> {
  const { jobId, k } = part;
  const responses = await getResponseIndex(jobId, k);
  const attempt = attempts.find(({ number }) => number === part.attempt);
  if (!responses || !attempt || !part.batchId) return null;
  const { question } = attemptRecipe(job, attempt);
  const codec = codecOf(question.provider.provider);
  const customIdOf = (index: PartIndex) => customIdsOf(job, attempt, part, index);
  const [output, errors] = await Promise.all([
    artifactBlob(jobId, codec.paths.output(k, part.batchId)),
    artifactBlob(jobId, codec.paths.errors(k, part.batchId)),
  ]);
  return { responses, output, errors, codec, validate: validatorOf(question.schema), customIdOf };
}

/** Reads all lines in one go: fifty reads of a Blob take longer than one of fifty pieces. */
async function readLines(lines: WantedLine[]): Promise<Map<number, EarlyAnswer>> {
  const bytes = new Uint8Array(await new Blob(lines.map((line) => line.bytes)).arrayBuffer());
  const answers = new Map<number, EarlyAnswer>();
  const text = new TextDecoder();
  let at = 0;
  for (const line of lines) {
    const outcomes = outcomesOf(line, text.decode(bytes.subarray(at, at + line.bytes.size)));
    for (const { row, slot } of line.rows) {
      const found = outcomes?.slots[slot - line.place.index.starts[line.place.request]!];
      if (found) answers.set(row, { state: found.state, value: found.valueJson, note: found.note, model: outcomes!.model });
    }
    at += line.bytes.size;
  }
  return answers;
}

/** Null where the line is not this request's: its file was fetched anew, and will be found anew. */
function outcomesOf({ open, place }: WantedLine, text: string): { slots: SlotOutcome[]; model: string } | null {
  const { codec, validate, customIdOf } = open;
  const decoded = codec.decode(text);
  if (decoded.customId !== customIdOf(place.index)(place.request)) return null;
  const { starts, ids } = place.index;
  const { slots } = reconcile(decoded, ids.slice(starts[place.request]!, starts[place.request + 1]!), validate);
  return { slots, model: decoded.model ?? '' };
}
