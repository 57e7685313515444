import { isJsonObject } from '#lib/core/json';
import { UnreadableAnswer } from './call-failure.ts';

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
  // The SDKs keep the answer itself there, and take whatever is no list for an empty one.
  const body: unknown = Reflect.get(page, 'body');
  if (!isJsonObject(body) || !Array.isArray(body.data)) throw new UnreadableAnswer('The answer is no list.');
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
