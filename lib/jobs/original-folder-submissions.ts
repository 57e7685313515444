import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import type { ProviderName } from '#lib/core/recipe';
import { codecOf } from '#lib/providers/registry';
import { blobLines } from './blob-lines.ts';
import type { InputFile } from './original-folder.ts';

/** The batch of an input file, as the notes beside it tell. */
export interface Submission {
  batchId: string;
  /** The provider's object as it was noted. */
  told: JsonObject;
}

/** A note of submission is small; anything larger is none. */
const MOST_NOTE_BYTES = 1_000_000;
/** Batch whose answers are here and whose id nobody noted: it is never asked for. */
const NOT_NOTED = 'not-noted';

const BATCH_FILE = /^batch_output\/(?:submission|batch_result|batch_error)_([A-Za-z0-9_-][A-Za-z0-9._-]{0,299})\.(?:json|jsonl|txt)$/;

async function noteOf(file: Blob | undefined): Promise<JsonObject> {
  if (!file || file.size > MOST_NOTE_BYTES) return {};
  try {
    const value: unknown = JSON.parse(await file.text());
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

function idIn(note: JsonObject): string | null {
  const batch = isJsonObject(note.batch) ? note.batch : {};
  const found = [note.id, note.batch_id, batch.id].find((id) => typeof id === 'string');
  return typeof found === 'string' && /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,299}$/.test(found) ? found : null;
}

/** Whose answers these are, by the first line that names a request. */
async function ownerOf(file: Blob, inputs: readonly InputFile[]): Promise<InputFile | undefined> {
  const { decode } = codecOf('openai');
  for await (const { text } of blobLines(file)) {
    const { customId } = decode(text);
    const owner = customId === null ? undefined : inputs.find(({ customIds }) => customIds.has(customId));
    if (owner) return owner;
  }
  return undefined;
}

const createdAt = ({ told }: Submission) => (typeof told.created_at === 'number' ? told.created_at : Infinity);
const countOf = (value: Json | undefined) => (isJsonObject(value) && typeof value.total === 'number' ? value.total : 0);

/** Could that batch be this file's? The provider counts its requests once it has looked at them. */
const mayBe = ({ requests }: InputFile, { told }: Submission) => [0, requests].includes(countOf(told.request_counts));

/**
 * Batches by number of their input file. Answers tell by their custom ids; without any, batches belong to files in the order they were
 * made, which the original goes through by name: `batch_10` before `batch_2`.
 */
async function openaiSubmissions(files: ReadonlyMap<string, Blob>, inputs: readonly InputFile[]): Promise<Map<number, Submission>> {
  const ids = new Set([...files.keys()].flatMap((path) => BATCH_FILE.exec(path)?.[1] ?? []));
  const { paths } = codecOf('openai');
  const found = new Map<number, Submission>();
  const silent: Submission[] = [];
  for (const batchId of ids) {
    const submission = { batchId, told: await noteOf(files.get(paths.submission(0, batchId))) };
    const answers = [paths.output(0, batchId), paths.errors(0, batchId)].flatMap((path) => files.get(path) ?? []);
    let owner: InputFile | undefined;
    for (const file of answers) owner ??= await ownerOf(file, inputs);
    if (owner) found.set(owner.k, submission);
    else silent.push(submission);
  }
  const byName = inputs.filter(({ k }) => !found.has(k)).toSorted((a, b) => (String(a.k) < String(b.k) ? -1 : 1));
  for (const submission of silent.toSorted((a, b) => createdAt(a) - createdAt(b))) {
    const at = byName.findIndex((input) => mayBe(input, submission));
    if (at >= 0) found.set(byName.splice(at, 1)[0]!.k, submission);
  }
  return found;
}

async function anthropicSubmissions(files: ReadonlyMap<string, Blob>, inputs: readonly InputFile[]): Promise<Map<number, Submission>> {
  const { paths } = codecOf('anthropic');
  const found = new Map<number, Submission>();
  for (const { k } of inputs) {
    const told = await noteOf(files.get(paths.submission(k, '')));
    const batchId = idIn(told) ?? (files.has(paths.output(k, '')) ? NOT_NOTED : null);
    if (batchId !== null) found.set(k, { batchId, told });
  }
  return found;
}

/** The batches a folder tells of, by number of their input file. */
export function submissionsOf(
  provider: ProviderName,
  files: ReadonlyMap<string, Blob>,
  inputs: readonly InputFile[],
): Promise<Map<number, Submission>> {
  return provider === 'openai' ? openaiSubmissions(files, inputs) : anthropicSubmissions(files, inputs);
}
