import type { JsonObject } from '#lib/core/json';
import { type Fault, invalid, notFound } from './errors.ts';

const USUAL = 20;
const MOST = 1_000;

export type Page = { ok: true; value: JsonObject } | { ok: false; fault: Fault };

/** One page of a list that runs from new to old: behind `after_id`, or right before `before_id`, in the same order. `has_more` is of that direction. */
export function page<T extends { id: string }>(items: T[], toJson: (item: T) => JsonObject, query: URLSearchParams): Page {
  const limit = Number(query.get('limit') ?? USUAL);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) return refused(invalid(`limit: a whole number from 1 to ${MOST} is expected`));
  const after = query.get('after_id');
  const before = query.get('before_id');
  if (after !== null && before !== null) return refused(invalid('after_id, before_id: only one of them may be given'));
  const cursor = after ?? before;
  const at = cursor === null ? -1 : items.findIndex((item) => item.id === cursor);
  if (cursor !== null && at === -1)
    return refused(notFound(`${after === null ? 'before_id' : 'after_id'}: there is nothing with the id '${cursor}'`));
  const from = before === null ? at + 1 : Math.max(0, at - limit);
  const to = before === null ? from + limit : at;
  const shown = items.slice(from, to);
  return {
    ok: true,
    value: {
      data: shown.map(toJson),
      has_more: before === null ? to < items.length : from > 0,
      first_id: shown[0]?.id ?? null,
      last_id: shown.at(-1)?.id ?? null,
    },
  };
}

function refused(fault: Fault): Page {
  return { ok: false, fault };
}
