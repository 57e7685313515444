import type { JsonObject } from '#lib/core/json';
import { jsonReply, type Reply } from '../http/reply.ts';
import type { StoredRecord } from '../store/documents.ts';
import { invalid, notFound, refuse } from './errors.ts';

export interface PageRequest {
  what: string;
  after: string | null;
  limit: string | null;
  /** Items on a page where no limit is given, and the highest limit. */
  usual: number;
  most: number;
}

/** One page of a list: the items behind `after`, with the ids of the first and last and whether more follow. */
export function page<T extends StoredRecord>(items: T[], toJson: (item: T) => JsonObject, wanted: PageRequest): Reply {
  const limit = wanted.limit === null ? wanted.usual : Number(wanted.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > wanted.most) {
    return refuse(invalid(`Invalid 'limit': a whole number from 1 to ${wanted.most} is expected.`, 'limit', 'invalid_value'));
  }
  const at = wanted.after === null ? -1 : items.findIndex((item) => item.id === wanted.after);
  if (wanted.after !== null && at === -1) return refuse(notFound(wanted.what, wanted.after));
  const shown = items.slice(at + 1, at + 1 + limit);
  return jsonReply({
    object: 'list',
    data: shown.map(toJson),
    first_id: shown[0]?.id ?? null,
    last_id: shown.at(-1)?.id ?? null,
    has_more: at + 1 + shown.length < items.length,
  });
}
