import { z } from 'zod';
import './zod-jitless.ts';
import { textDigest } from './digest.ts';
import type { Trouble } from './job.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { recipeSchema, type Recipe } from './recipe.ts';
import { fromLinked, type LinkedManifest } from './share-manifest.ts';

/** Longest fragment that is written: what mail and chat programs pass on whole. */
export const LINK_CHARACTERS = 8000;
/** Longest fragment that is read, and most bytes it may unpack to: links come from anywhere. */
const READ_CHARACTERS = 32_000;
const UNPACKED_BYTES = 1_000_000;
const CHECK_CHARACTERS = 12;

const linkedRecipe = z.object({
  format: z.literal('rowmill-recipe'),
  version: z.literal(1),
  name: z.string().max(500),
  recipe: recipeSchema,
});

/** A recipe alone, as a link holds it. */
export type LinkedRecipe = z.infer<typeof linkedRecipe>;

/** What a link holds: a job without its rows, or a recipe alone. */
export type LinkContent = { kind: 'job'; manifest: Manifest } | { kind: 'recipe'; name: string; recipe: Recipe };

export type LinkReading = { ok: true; content: LinkContent } | { ok: false; trouble: Trouble };

const refusal = (what: string, todo: string, details: string | null = null): Extract<LinkReading, { ok: false }> => ({
  ok: false,
  trouble: { what, meaning: 'Nothing was taken in and nothing was sent.', todo, details },
});

const ALTERED = refusal(
  'This link was cut off or altered on its way.',
  'Copy the whole link once more; mail and chat programs sometimes cut long ones. Or ask for a bundle of the job instead.',
);
const NONE = refusal(
  'This address holds no job and no recipe.',
  'Open a link made by “Share” on a job’s page, whole, with all that follows the #.',
);
const NEWER = refusal(
  'This link was made by a newer version of Rowmill than this one.',
  'Reload the page to get the newest version, or ask whoever runs this server to update it.',
);
const TOO_LARGE = refusal('This link holds more than any link of Rowmill does.', 'Ask for a bundle of the job instead.');

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}

async function pack(text: string): Promise<Uint8Array> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** Null: it unpacks to more than {@link UNPACKED_BYTES}; nothing past that is unpacked. Throws where it is no packed text. */
async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > UNPACKED_BYTES) {
      await reader.cancel();
      return null;
    }
    pieces.push(value as Uint8Array<ArrayBuffer>);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(pieces).arrayBuffer());
}

const checkOf = async (body: string) => (await textDigest(body)).slice(0, CHECK_CHARACTERS);

/**
 * The fragment of a link, without the `#`: `v1.{content}.{checksum}`, the content as packed JSON in base64url, the checksum the first
 * characters of its SHA-256. A fragment stays in browsers: no server gets to see it.
 */
export async function writeFragment(content: LinkedManifest | LinkedRecipe): Promise<string> {
  const body = toBase64Url(await pack(JSON.stringify(content)));
  return `v1.${body}.${await checkOf(body)}`;
}

function contentOf(value: unknown): LinkReading {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : null;
  if (format !== 'rowmill-recipe') {
    const reading = readManifest(fromLinked(value));
    return reading.ok ? { ok: true, content: { kind: 'job', manifest: reading.manifest } } : reading;
  }
  const version = 'version' in (value as object) ? (value as { version: unknown }).version : null;
  if (typeof version === 'number' && version > 1) return NEWER;
  const read = linkedRecipe.safeParse(value);
  if (!read.success) return refusal(ALTERED.trouble.what, ALTERED.trouble.todo, read.error.issues[0]?.message ?? null);
  return { ok: true, content: { kind: 'recipe', name: read.data.name, recipe: read.data.recipe } };
}

/** Reads what follows the `#` of a link. It may come from anybody: expected failures come back in words; never throws. */
export async function readFragment(fragment: string): Promise<LinkReading> {
  if (fragment === '') return NONE;
  if (fragment.length > READ_CHARACTERS) return TOO_LARGE;
  const version = /^v(\d{1,9})\./.exec(fragment)?.[1];
  if (version === undefined) return fragment.startsWith('v') ? ALTERED : NONE;
  if (Number(version) > 1) return NEWER;
  const [, body, check] = /^v1\.([A-Za-z0-9_-]+)\.([0-9a-f]+)$/.exec(fragment) ?? [];
  if (body === undefined || check !== (await checkOf(body))) return ALTERED;
  try {
    const text = await unpack(fromBase64Url(body));
    return text === null ? TOO_LARGE : contentOf(JSON.parse(text));
  } catch (error) {
    return refusal(ALTERED.trouble.what, ALTERED.trouble.todo, error instanceof Error ? error.message : null);
  }
}
