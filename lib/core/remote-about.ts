import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** Metadata a provider keeps of a batch: 16 pairs of up to 512 characters each; seven of them are the batch's mark, its job's name and how long it is kept. */
const MOST_PIECES = 9;
const PIECE_CHARACTERS = 512;

const pieceKey = (n: number) => `about_${n}`;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

const piped = async (bytes: Blob, through: GenericTransformStream): Promise<Uint8Array> =>
  new Uint8Array(await new Response(bytes.stream().pipeThrough(through as TransformStream<Uint8Array, Uint8Array>)).arrayBuffer());

/** What is told of a job, compressed into pairs of metadata; null: it does not fit. */
export async function packAbout(about: JsonObject): Promise<Record<string, string> | null> {
  const packed = base64(await piped(new Blob([JSON.stringify(about)]), new CompressionStream('deflate-raw')));
  const pieces = packed.match(new RegExp(`.{1,${PIECE_CHARACTERS}}`, 'g')) ?? [];
  return pieces.length <= MOST_PIECES ? Object.fromEntries(pieces.map((piece, n) => [pieceKey(n), piece])) : null;
}

/** Reads {@link packAbout} back out of a batch's metadata; null where there is none, or none that can be read. */
export async function unpackAbout(metadata: Readonly<Record<string, string>>): Promise<JsonObject | null> {
  let packed = '';
  for (let n = 0; n < MOST_PIECES && metadata[pieceKey(n)] !== undefined; n++) packed += metadata[pieceKey(n)];
  if (packed === '') return null;
  try {
    const bytes = Uint8Array.from(atob(packed), (character) => character.codePointAt(0)!);
    const json = new TextDecoder().decode(await piped(new Blob([bytes]), new DecompressionStream('deflate-raw')));
    const value = JSON.parse(json) as Json;
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
