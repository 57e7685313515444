import { isJsonObject, type Json, type JsonObject } from '#lib/core/json';
import type { PartIndex } from '#lib/core/job';
import { Numbers } from '#lib/core/numbers';
import type { ProviderName } from '#lib/core/recipe';
import { piecesOf } from '#lib/table/byte-slabs';
import { blobByteLines } from './blob-lines.ts';
import { ElementCutter, InputFileError, type Element } from './rebuild-elements.ts';

/** A row as a request carries it. */
export interface CarriedRow {
  id: string;
  /** By the names they have in the request, `input_id` left out. */
  texts: Record<string, string>;
}

/** A request of an input file. */
export interface FileRequest {
  customId: string;
  rows: CarriedRow[];
  /** The line or element itself. */
  value: JsonObject;
  /** Its first byte in the file, and the one after its last. */
  from: number;
  to: number;
}

async function* linesOf(file: Blob): AsyncGenerator<Element[]> {
  for await (const lines of blobByteLines(file)) {
    yield lines.map(({ bytes, offset }) => ({ bytes, from: offset, to: offset + bytes.length }));
  }
}

async function* elementsOf(file: Blob): AsyncGenerator<Element[]> {
  const cutter = new ElementCutter();
  for await (const piece of piecesOf(file.stream())) yield cutter.cut(piece);
  if (!cutter.isClosed) throw new InputFileError('A file of requests is cut off.');
}

const decoder = new TextDecoder();

function parsed(bytes: Uint8Array): Json {
  try {
    return JSON.parse(decoder.decode(bytes)) as Json;
  } catch {
    throw new InputFileError('A file of requests holds something that is no JSON.');
  }
}

/** The text of a message, or of a list of blocks. */
export function contentOf(message: Json | undefined): string {
  const content = isJsonObject(message) ? message.content : undefined;
  if (typeof content === 'string') return content;
  const texts = Array.isArray(content)
    ? content.map((block) => (isJsonObject(block) && typeof block.text === 'string' ? block.text : ''))
    : [];
  return texts.join('\n');
}

/** The last message of the person: what the rows stand in. */
function userContent(params: JsonObject): string {
  const messages = Array.isArray(params.messages) ? params.messages : [];
  return contentOf(messages.findLast((message) => isJsonObject(message) && message.role === 'user'));
}

const textOf = (value: Json | undefined) =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

function carriedRow(row: Json): CarriedRow | null {
  if (!isJsonObject(row) || row.input_id === undefined) return null;
  const { input_id: id, ...texts } = row;
  return { id: textOf(id), texts: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, textOf(text)])) };
}

/** The rows of a message: the list of rows every request of ours and of the Python original holds; else the message as one row. */
function carriedRows(content: string, customId: string): CarriedRow[] {
  let list: unknown = null;
  try {
    list = JSON.parse(content);
  } catch {
    // Written by hand: not a list of rows.
  }
  const rows = Array.isArray(list) ? (list as Json[]).map(carriedRow) : [];
  const isList = rows.length > 0 && rows.every((row) => row !== null);
  return isList ? rows : [{ id: customId, texts: { input_text: content } }];
}

/** What holds model and messages: a line's `body`, an element's `params`. */
export function paramsOf(value: JsonObject, provider: ProviderName): JsonObject {
  const params = provider === 'openai' ? value.body : value.params;
  if (!isJsonObject(params)) throw new InputFileError(`A request has no ${provider === 'openai' ? 'body' : 'params'}.`);
  return params;
}

/** Requests of an input file in their order, streamed. Throws an {@link InputFileError} where it holds anything else. */
export async function* fileRequests(file: Blob, provider: ProviderName): AsyncGenerator<FileRequest> {
  const elements = provider === 'openai' ? linesOf(file) : elementsOf(file);
  for await (const some of elements) {
    for (const { bytes, from, to } of some) {
      const value = parsed(bytes);
      if (!isJsonObject(value) || typeof value.custom_id !== 'string') throw new InputFileError('A request has no custom_id.');
      const customId = value.custom_id;
      yield { customId, rows: carriedRows(userContent(paramsOf(value, provider)), customId), value, from, to };
    }
  }
}

/** What an input file carries, as the index of its part tells it; which table rows these are is not known yet. */
export type FileIndex = Pick<PartIndex, 'starts' | 'offsets' | 'ids'> & { customIds: string[] };

/**
 * Reads an input file's index. `onRow` gets each row as it comes. A request lies from its offset to the next one's less one byte, whatever
 * blank space the file has between them.
 */
export async function readFileIndex(
  file: Blob,
  provider: ProviderName,
  onRow: (row: CarriedRow, slot: number) => void = () => {},
): Promise<FileIndex> {
  const starts = new Numbers();
  const offsets = new Numbers();
  const ids: string[] = [];
  const customIds: string[] = [];
  starts.push(0);
  for await (const { customId, rows, from, to } of fileRequests(file, provider)) {
    if (offsets.length === 0) offsets.push(from);
    offsets.push(to + 1);
    customIds.push(customId);
    for (const row of rows) {
      onRow(row, ids.length);
      ids.push(row.id);
    }
    starts.push(ids.length);
  }
  if (customIds.length === 0) throw new InputFileError('A file of requests is empty.');
  return { starts: starts.copy(), offsets: offsets.copy(), ids, customIds };
}
