import type { Session } from './session.ts';

/** A step as measured in one run. */
export interface Measured {
  name: string;
  rows: number;
  seconds: number;
  /** What the step cannot do without, each measured alone in the same run, in seconds. Empty: no limit is measured. */
  limit: Record<string, number>;
  /** Something of the same purpose, run beside it; `asks`: how much faster than that the step is, or how much longer it takes. */
  beside: { words: string; seconds: number; asks: 'speed' | 'time' } | null;
  /** Most memory over an idle tab, in bytes; null where this system does not tell. */
  peakBytes: number | null;
  longestTaskMs: number;
  /** Longest wait of a timer, which a busy machine makes longer too. */
  longestGapMs: number;
}

export interface Stretch {
  startedAt: number;
  endedAt: number;
}

/** Seconds during which at least one of the stretches was under way. */
export function unionSeconds(stretches: Stretch[]): number {
  let until = -Infinity;
  let ms = 0;
  for (const { startedAt, endedAt } of stretches.toSorted((a, b) => a.startedAt - b.startedAt)) {
    ms += Math.max(0, endedAt - Math.max(startedAt, until));
    until = Math.max(until, endedAt);
  }
  return ms / 1000;
}

const longest = (all: { ms: number }[]) => all.reduce((most, { ms }) => Math.max(most, ms), 0);

/** What a stretch of time cost: seconds, memory, and how long the main thread was not free. */
export async function measured(
  session: Session,
  name: string,
  { startedAt, endedAt, seconds = (endedAt - startedAt) / 1000 }: Stretch & { seconds?: number },
  limit: Measured['limit'],
  beside: Measured['beside'] = null,
): Promise<Measured> {
  const blocks = (await session.blocks()).filter((block) => block.startedAt < endedAt && block.startedAt + block.ms > startedAt);
  const peak = session.memory.peak(startedAt, endedAt);
  return {
    name,
    rows: session.options.rows,
    seconds,
    limit,
    beside,
    peakBytes: peak === null || session.idleBytes === null ? null : peak - session.idleBytes,
    longestTaskMs: longest(blocks.filter(({ kind }) => kind === 'task')),
    longestGapMs: longest(blocks.filter(({ kind }) => kind === 'gap')),
  };
}
