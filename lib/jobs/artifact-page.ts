import type { PartIndex } from '#lib/core/job';
import { artifactBlob, getPartIndex, listParts } from '#lib/storage/jobs';
import { blobLines } from './blob-lines.ts';

const LINE_CHARACTERS = 20_000;
/** No character takes more bytes of UTF-8. */
const BYTES_A_CHARACTER = 4;

export interface ArtifactPage {
  lines: string[];
  /** Where the next page begins. */
  nextOffset: number;
  bytes: number;
}

const cut = (text: string) => (text.length > LINE_CHARACTERS ? `${text.slice(0, LINE_CHARACTERS)}…` : text);

async function linesFrom(blob: Blob, offset: number, lines: number): Promise<ArtifactPage> {
  const page: string[] = [];
  for await (const line of blobLines(blob, offset)) {
    if (page.length === lines) return { lines: page, nextOffset: line.offset, bytes: blob.size };
    page.push(cut(line.text));
  }
  return { lines: page, nextOffset: blob.size, bytes: blob.size };
}

/** The first request that begins at or after a byte; how many there are, where none does. */
function requestAt({ offsets }: Pick<PartIndex, 'offsets'>, offset: number): number {
  const last = offsets.length - 1;
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Requests of a file that is one JSON list, one a line: such a file may be a single line of hundreds of megabytes. */
export async function requestsFrom(blob: Blob, index: Pick<PartIndex, 'offsets'>, offset: number, lines: number): Promise<ArtifactPage> {
  const { offsets } = index;
  const last = offsets.length - 1;
  const first = requestAt(index, offset);
  const end = Math.min(last, first + lines);
  const page: string[] = [];
  for (let request = first; request < end; request++) {
    const [from, to] = [offsets[request]!, offsets[request + 1]! - 1];
    page.push(cut(await blob.slice(from, Math.min(to, from + (LINE_CHARACTERS + 1) * BYTES_A_CHARACTER)).text()));
  }
  return { lines: page, nextOffset: end === last ? blob.size : offsets[end]!, bytes: blob.size };
}

/** Index of the input file at a path, where it is a JSON list rather than lines. */
async function listIndex(jobId: string, path: string): Promise<PartIndex | undefined> {
  if (!path.endsWith('.json')) return undefined;
  const part = (await listParts(jobId)).find((part) => part.path === path);
  return part && getPartIndex(jobId, part.k);
}

/**
 * `lines` lines of a file from byte `offset`, each cut to 20,000 characters. A file of requests that is one JSON list is
 * paged by its requests.
 */
export async function artifactPage(jobId: string, path: string, offset: number, lines: number): Promise<ArtifactPage> {
  const blob = await artifactBlob(jobId, path);
  if (!blob) return { lines: [], nextOffset: 0, bytes: 0 };
  const index = await listIndex(jobId, path);
  return index ? requestsFrom(blob, index, offset, lines) : linesFrom(blob, offset, lines);
}
