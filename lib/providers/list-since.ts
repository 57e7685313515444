import { isJsonObject } from '#lib/core/json';
import type { RemoteBatch } from '#lib/core/remote';
import { UnreadableAnswer } from './call-failure.ts';
import type { BatchPage } from './provider.ts';

/** Throws where the answer was no list: the SDKs keep it in `body`, and take whatever is none for an empty one. */
function mustBeList(page: object): void {
  const body: unknown = Reflect.get(page, 'body');
  if (!isJsonObject(body) || !Array.isArray(body.data)) throw new UnreadableAnswer('The answer is no list.');
}

/** One page of a list of batches, with what the next is asked for by. Throws where the answer was no list. */
export function pageOf<T extends { id: string }>(page: { data: T[]; has_more?: boolean }, read: (item: T) => RemoteBatch): BatchPage {
  mustBeList(page);
  return { batches: page.data.map(read), next: page.has_more === true ? (page.data.at(-1)?.id ?? null) : null };
}

/**
 * The items made at or after `since` (ms), at most `most`. Lists come newest first, so it stops paging at the first older ones; of a list
 * that rises, which nobody promises not to be, it reads all. Throws where the answer was no list: absence must never be read out of one.
 */
export async function listSince<T>(
  first: Promise<AsyncIterable<T>>,
  createdAt: (item: T) => number,
  since: number,
  most: number,
): Promise<T[]> {
  const page = await first;
  mustBeList(page);
  const found: T[] = [];
  let previous = Infinity;
  let isRising = false;
  for await (const item of page) {
    const at = createdAt(item);
    isRising ||= at > previous;
    const isOld = at < since;
    if (found.length === most || (isOld && !isRising && previous < since)) break;
    previous = at;
    if (!isOld) found.push(item);
  }
  return found;
}
