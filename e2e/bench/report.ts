import type { ScrollFigures } from './scroll.ts';
import { longestBlockMs, median, type StepSummary } from './summary.ts';

const MB = 1_000_000;
const ALIGNED_LEFT = 1;
/** The browser names no shorter task. */
const LEAST_TASK_MS = 50;

const wholeFigure = (value: number) => Math.round(value).toLocaleString('en');
const megabytes = (bytes: number | null) => (bytes === null ? '–' : `${wholeFigure(bytes / MB)} MB`);
const fixed = (value: number | null) => (value === null ? '–' : value.toFixed(2));

/** Columns of words, the first aligned left. */
function columns(lines: string[][]): string {
  const widths = lines[0]!.map((_, c) => Math.max(...lines.map((line) => line[c]!.length)));
  const padded = (line: string[]) =>
    line.map((word, c) => (c < ALIGNED_LEFT ? word.padEnd(widths[c]!) : word.padStart(widths[c]!))).join('  ');
  return lines.map((line) => padded(line).trimEnd()).join('\n');
}

function besideWords({ beside, seconds }: StepSummary): string {
  if (!beside) return '';
  const words =
    beside.asks === 'speed'
      ? `${(beside.seconds / seconds).toFixed(2)}× as fast as`
      : `${(seconds / beside.seconds).toFixed(2)}× the time of`;
  return `${words} ${beside.words} (${beside.seconds.toFixed(2)} s)`;
}

function stepLine(step: StepSummary): string[] {
  return [
    step.name,
    fixed(step.seconds),
    wholeFigure(step.rows / step.seconds),
    fixed(step.limitSeconds),
    fixed(step.ratio),
    megabytes(step.peakBytes),
    step.longestTaskMs > 0 ? `${wholeFigure(step.longestTaskMs)} ms` : `under ${LEAST_TASK_MS} ms`,
  ];
}

function limitLine({ name, limit }: StepSummary): string {
  const parts = Object.entries(limit).map(([part, seconds]) => `${part} ${seconds.toFixed(2)}`);
  return `  ${name}: ${parts.join(' + ')}`;
}

/** The figures for a person. */
export function tableOf(steps: StepSummary[]): string {
  const head = ['step', 'seconds', 'rows/s', 'limit s', 'ratio', 'over idle', 'longest task'];
  const compared = steps.filter(({ beside }) => beside !== null).map((step) => `  ${step.name}: ${besideWords(step)}`);
  const limits = steps.filter(({ limitSeconds }) => limitSeconds !== null).map(limitLine);
  return [
    columns([head, ...steps.map(stepLine)]),
    ...(compared.length > 0 ? ['', 'Beside it:', ...compared] : []),
    ...(limits.length > 0 ? ['', 'Limits, in seconds, each part alone:', ...limits] : []),
  ].join('\n');
}

/** The scrolling of the result table for a person. */
export function scrollTableOf({ frames, jumps }: ScrollFigures): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const lines = frames.map(({ name, frames, p50, p95, p99, smooth }) => [
    name,
    wholeFigure(frames),
    ms(p50),
    ms(p95),
    ms(p99),
    `${(smooth * 100).toFixed(1)} %`,
  ]);
  const jumped = `Jumps, to texts on screen: p50 ${ms(jumps.p50)}, p95 ${ms(jumps.p95)}, longest ${ms(jumps.longest)}`;
  return [columns([['scrolling', 'frames', 'p50', 'p95', 'p99', 'under 20 ms'], ...lines]), jumped].join('\n');
}

const blockWords = (ms: number) => (ms > LEAST_TASK_MS ? `${wholeFigure(ms)} ms` : `not over ${LEAST_TASK_MS} ms`);

/** The longest block of each run, and what they come to. */
export function blocksWords(ofRuns: number[]): string {
  if (ofRuns.length === 1) return blockWords(ofRuns[0]!);
  return `${blockWords(Math.max(...ofRuns))} in all runs, median ${blockWords(median(ofRuns))} (${ofRuns.map(blockWords).join(', ')})`;
}

/** The figures for a program. */
export function jsonOf(rows: number, steps: StepSummary[], scroll: ScrollFigures | null) {
  const peaks = steps.map(({ peakBytes }) => peakBytes).filter((peak) => peak !== null);
  return {
    rows,
    steps: steps.map(({ name, seconds, limitSeconds, ratio, limit, beside, peakBytes, longestTaskMs, longestGapMs, runs }) => ({
      name,
      seconds,
      rowsPerSecond: rows / seconds,
      limitSeconds,
      ratio,
      limit,
      beside,
      peakMB: peakBytes === null ? null : peakBytes / MB,
      longestTaskMs,
      longestGapMs,
      runs,
    })),
    rendererPeakMB: peaks.length === 0 ? null : Math.max(...peaks) / MB,
    longestTaskMs: longestBlockMs(steps),
    scroll,
  };
}
