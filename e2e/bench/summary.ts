import type { Measured } from './figures.ts';
import type { ScrollFigures } from './scroll.ts';

/** A step over all runs: every figure its median, so that seconds and limit were measured side by side. */
export interface StepSummary extends Measured {
  runs: number;
  limitSeconds: number | null;
  /** `limitSeconds / seconds`: 1 is as fast as its bare parts one after another. */
  ratio: number | null;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const sum = (limit: Record<string, number>) => Object.values(limit).reduce((total, seconds) => total + seconds, 0);

const medianOrNull = (values: (number | null)[]) => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
};

function besideOf(runs: Measured[]): Measured['beside'] {
  const known = runs.map(({ beside }) => beside).filter((beside) => beside !== null);
  return known[0] ? { ...known[0], seconds: median(known.map(({ seconds }) => seconds)) } : null;
}

function summary(runs: Measured[]): StepSummary {
  const [first] = runs as [Measured];
  const seconds = median(runs.map((run) => run.seconds));
  const limit = Object.fromEntries(Object.keys(first.limit).map((name) => [name, median(runs.map((run) => run.limit[name]!))]));
  const hasLimit = Object.keys(limit).length > 0;
  return {
    ...first,
    seconds,
    limit,
    beside: besideOf(runs),
    peakBytes: medianOrNull(runs.map((run) => run.peakBytes)),
    longestTaskMs: Math.max(...runs.map((run) => run.longestTaskMs)),
    longestGapMs: Math.max(...runs.map((run) => run.longestGapMs)),
    runs: runs.length,
    limitSeconds: hasLimit ? sum(limit) : null,
    ratio: hasLimit ? sum(limit) / seconds : null,
  };
}

/** Steps of several runs, in the order they came. Longest blocks are of all runs, the rest are medians. */
export function summarise(runs: Measured[][]): StepSummary[] {
  const all = runs.flat();
  const names = [...new Set(all.map(({ name }) => name))];
  return names.map((name) => summary(all.filter((step) => step.name === name)));
}

/** Two steps of one run that are one piece of work to a person. */
export function together(name: string, first: Measured, second: Measured, beside: Measured['beside']): Measured {
  const limit = { ...first.limit };
  for (const [part, seconds] of Object.entries(second.limit)) limit[part] = (limit[part] ?? 0) + seconds;
  const peaks = [first.peakBytes, second.peakBytes].filter((peak) => peak !== null);
  return {
    name,
    rows: first.rows,
    seconds: first.seconds + second.seconds,
    limit,
    beside,
    peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
    longestTaskMs: Math.max(first.longestTaskMs, second.longestTaskMs),
    longestGapMs: Math.max(first.longestGapMs, second.longestGapMs),
  };
}

/** The browser names no task under 50 ms; where it named none, a late timer tells what is known of shorter ones. */
export function longestBlockMs(steps: Measured[]): number {
  const task = Math.max(0, ...steps.map((step) => step.longestTaskMs));
  return task > 0 ? task : Math.min(50, Math.max(0, ...steps.map((step) => step.longestGapMs)));
}

/** Frames and jumps of several runs, each figure its median; null where none was measured. */
export function summariseScroll(runs: (ScrollFigures | null)[]): ScrollFigures | null {
  const known = runs.filter((run) => run !== null);
  if (known.length === 0) return null;
  const frames = known[0]!.frames.map(({ name }, at) => {
    const of = (key: 'frames' | 'p50' | 'p95' | 'p99' | 'smooth') => median(known.map((run) => run.frames[at]![key]));
    return { name, frames: of('frames'), p50: of('p50'), p95: of('p95'), p99: of('p99'), smooth: of('smooth') };
  });
  const of = (key: keyof ScrollFigures['jumps']) => median(known.map(({ jumps }) => jumps[key]));
  return { frames, jumps: { p50: of('p50'), p95: of('p95'), longest: of('longest') } };
}
