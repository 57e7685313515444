import type { Part, Trouble } from '#lib/core/job';

/** A trouble several batches have. */
export interface SharedTrouble {
  trouble: Trouble;
  tone: 'warn' | 'error';
  batches: number;
}

/** Whether a batch did not come to its end, or only has to wait. */
export const troubleTone = (part: Part) => (part.state === 'failed' ? 'error' : 'warn');

const keyOf = (part: Part, { what, meaning, todo }: Trouble) => JSON.stringify([troubleTone(part), what, meaning, todo]);

/**
 * Troubles that two batches or more have in the same words, and which batches those are: said once for all of them, a page of
 * the same warning is not needed. A batch in doubt is asked about on its own. The details are those of the first.
 */
export function sharedTroubles(parts: readonly Part[]): { shared: SharedTrouble[]; isShared: (part: Part) => boolean } {
  const found = new Map<string, SharedTrouble>();
  for (const part of parts) {
    if (!part.trouble || part.state === 'uncertain') continue;
    const key = keyOf(part, part.trouble);
    const same = found.get(key);
    if (same) same.batches += 1;
    else found.set(key, { trouble: part.trouble, tone: troubleTone(part), batches: 1 });
  }
  return {
    shared: [...found.values()].filter(({ batches }) => batches > 1),
    isShared: (part) => part.trouble !== null && (found.get(keyOf(part, part.trouble))?.batches ?? 0) > 1,
  };
}
