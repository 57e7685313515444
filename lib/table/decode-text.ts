import type { Encoding } from '#lib/core/dataset';
import { piecesOf } from './byte-slabs.ts';

/** A byte that UTF-8 does not allow, at an offset from the start of the decoded bytes. */
export class NotUtf8Error extends Error {
  readonly offset: number;

  constructor(offset: number, cause: unknown) {
    super(`Not UTF-8 at byte ${offset}`, { cause });
    this.name = 'NotUtf8Error';
    this.offset = offset;
  }
}

export type OnRead = (piece: Uint8Array<ArrayBuffer>) => void | Promise<void>;

export interface TextPiece {
  text: string;
  /** Bytes decoded so far. */
  bytes: number;
}

/**
 * Decodes a blob in pieces of `chunkBytes`; characters are never cut. The blob must not start with a byte
 * order mark. With `strict`, throws {@link NotUtf8Error} at the first bad byte of UTF-8; else bad bytes become U+FFFD.
 * `onRead` gets the bytes as they come from the blob, each piece once all of it is decoded; their memory is its own from then on.
 */
export async function* decodeText(
  blob: Blob,
  encoding: Encoding,
  strict: boolean,
  chunkBytes: number,
  onRead?: OnRead,
): AsyncGenerator<TextPiece> {
  const decoder = new TextDecoder(encoding, { fatal: strict, ignoreBOM: true });
  let bytes = 0;
  let before = new Uint8Array();
  for await (const chunk of chunksOf(blob, chunkBytes, onRead)) {
    const text = decodeOr(decoder, chunk, (cause) => new NotUtf8Error(badByte(before, chunk, bytes), cause));
    bytes += chunk.length;
    before = lastBytes(before, chunk);
    yield { text, bytes };
  }
  const rest = decodeOr(decoder, null, (cause) => new NotUtf8Error(bytes - unfinished(before).length, cause));
  if (rest !== '') yield { text: rest, bytes };
}

/** Physical line, from 1, on which a byte of a single-byte or UTF-8 blob stands. */
export async function lineOfByte(blob: Blob, offset: number): Promise<number> {
  let line = 1;
  let previous = 0;
  for await (const chunk of piecesOf(blob.slice(0, offset).stream())) {
    for (const byte of chunk) {
      if (byte === 0x0d || (byte === 0x0a && previous !== 0x0d)) line++;
      previous = byte;
    }
  }
  return line;
}

async function* chunksOf(blob: Blob, chunkBytes: number, onRead?: OnRead): AsyncGenerator<Uint8Array> {
  for await (const piece of piecesOf(blob.stream())) {
    for (let from = 0; from < piece.length; from += chunkBytes) {
      yield piece.subarray(from, from + chunkBytes);
    }
    await onRead?.(piece);
  }
}

function decodeOr(decoder: TextDecoder, chunk: Uint8Array | null, fault: (cause: unknown) => Error): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch (cause) {
    throw fault(cause);
  }
}

/** The shortest prefix that fails ends with the bad byte; failing is monotone, so halving finds it. */
function badByte(before: Uint8Array, chunk: Uint8Array, chunkOffset: number): number {
  const carried = unfinished(before);
  const bytes = joined(carried, chunk);
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8Prefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return chunkOffset - carried.length + bad - 1;
}

function isUtf8Prefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The beginning of a character at the end of these bytes that the next bytes would finish. */
function unfinished(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.subarray(bytes.length - back) : new Uint8Array();
    }
  }
  return new Uint8Array();
}

function lastBytes(before: Uint8Array, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  return chunk.length >= 3 ? chunk.slice(-3) : joined(before, chunk).slice(-3);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
