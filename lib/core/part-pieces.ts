import type { Part } from './job.ts';
import { newPart } from './new-part.ts';

/** Where a part's requests are cut so that the pieces have about the same bytes, each at least one request: from and to, of requests. */
export function pieceRanges(offsets: Uint32Array, pieces: number): [from: number, to: number][] {
  const requests = offsets.length - 1;
  const count = Math.max(1, Math.min(pieces, requests));
  const [start, bytes] = [offsets[0] ?? 0, (offsets[requests] ?? 0) - (offsets[0] ?? 0)];
  const ranges: [number, number][] = [];
  for (let n = 0, from = 0; n < count; n++) {
    // As many requests are left for each later piece as it needs; the last piece takes what is left, as its aim is the end.
    const last = requests - (count - n - 1);
    const aim = start + (bytes * (n + 1)) / count;
    let to = from + 1;
    while (to < last && offsets[to + 1]! <= aim) to++;
    ranges.push([from, to]);
    from = to;
  }
  return ranges;
}

/** A part made of requests of another that was never sent: nothing of it is at the provider. What was learned of limits stays with the other. */
export function pieceOf({ jobId, attempt }: Part, facts: Pick<Part, 'k' | 'path' | 'bytes' | 'rows' | 'requests' | 'digest'>): Part {
  return newPart({ jobId, attempt, ...facts });
}
