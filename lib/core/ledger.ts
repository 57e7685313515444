import type { Ledger } from './job.ts';
import { emptyCounts, ROW_STATES, SKIP_REASONS, stateCode, type RowCounts, type RowState, type SkipReason } from './row-state.ts';

/** What became of the rows of one part, slot by slot (see PartIndex). */
export interface SlotOutcomes {
  /** Index into ROW_STATES, per slot; 0: not told yet. */
  states: Uint8Array;
  /** Number of the answer among the part's results + 1, per slot; 0 none. */
  refs: Uint32Array;
}

/** A ledger in which every row waits. */
export function newLedger(jobId: string, rowCount: number): Ledger {
  return {
    jobId,
    states: new Uint8Array(rowCount).fill(stateCode('waiting')),
    reasons: new Uint8Array(rowCount),
    attempts: new Uint8Array(rowCount),
    parts: new Uint16Array(rowCount),
    refs: new Uint32Array(rowCount),
  };
}

/** Marks rows as not sent: `reasons` holds SKIP_REASONS index + 1 per row, 0 where the row is sent. */
export function skipRows(ledger: Ledger, reasons: Uint8Array): void {
  const [skipped, waiting] = [stateCode('skipped'), stateCode('waiting')];
  for (let row = 0; row < reasons.length; row++) {
    ledger.states[row] = reasons[row] ? skipped : waiting;
    ledger.reasons[row] = reasons[row] ?? 0;
  }
}

/** Marks rows that wait and are not to be sent after all, as those of a table that has grown; no other row is touched. */
export function skipWaiting(ledger: Ledger, reasons: Uint8Array): void {
  const [skipped, waiting] = [stateCode('skipped'), stateCode('waiting')];
  for (let row = 0; row < reasons.length; row++) {
    if (!reasons[row] || ledger.states[row] !== waiting) continue;
    ledger.states[row] = skipped;
    ledger.reasons[row] = reasons[row]!;
  }
}

/**
 * Marks a part's rows as sent. Rows that are done are not touched, whatever the part carries, unless the person chose to
 * ask for them again (`takeDone`).
 */
export function sendRows(ledger: Ledger, rows: Uint32Array, k: number, attempt: number, takeDone = false): void {
  const [sent, ok] = [stateCode('sent'), stateCode('ok')];
  for (const row of rows) {
    if (ledger.states[row] === ok && !takeDone) continue;
    ledger.states[row] = sent;
    ledger.attempts[row] = attempt;
    ledger.parts[row] = k + 1;
    ledger.refs[row] = 0;
  }
}

/**
 * Writes a part's outcomes to the rows it was the last to carry. Doing it twice is the same as doing it once;
 * a row that a later part carries, or that another part has done, is left alone.
 */
export function settleRows(ledger: Ledger, rows: Uint32Array, k: number, outcomes: SlotOutcomes): void {
  for (let slot = 0; slot < rows.length; slot++) {
    const row = rows[slot]!;
    if (ledger.parts[row] !== k + 1 || !outcomes.states[slot]) continue;
    ledger.states[row] = outcomes.states[slot]!;
    ledger.refs[row] = outcomes.refs[slot]!;
  }
}

/** Takes a part's outcomes back, whatever of them was written: its rows are under way again. */
export function unsettleRows(ledger: Ledger, rows: Uint32Array, k: number): void {
  const sent = stateCode('sent');
  for (const row of rows) {
    if (ledger.parts[row] !== k + 1) continue;
    ledger.states[row] = sent;
    ledger.refs[row] = 0;
  }
}

/**
 * Finds the row of an answer: answer `at` (from 0) of part `k`; -1 where no row of the ledger has it. One pass over the
 * ledger, four bytes an answer.
 */
export function rowsOfAnswers({ parts, refs }: Ledger): (k: number, at: number) => number {
  const answers = new Uint32Array(65_536);
  for (let row = 0; row < refs.length; row++) {
    const part = parts[row]!;
    if (refs[row]! > answers[part]!) answers[part] = refs[row]!;
  }
  const starts = new Float64Array(65_537);
  for (let part = 0; part < 65_536; part++) starts[part + 1] = starts[part]! + answers[part]!;
  const rows = new Int32Array(starts[65_536]!).fill(-1);
  for (let row = 0; row < refs.length; row++) if (refs[row]) rows[starts[parts[row]!]! + refs[row]! - 1] = row;
  return (k, at) => (at < answers[k + 1]! ? rows[starts[k + 1]! + at]! : -1);
}

/** Rows per state; the sum is the number of rows. */
export function countRows(ledger: Ledger): RowCounts {
  const tally = new Uint32Array(ROW_STATES.length);
  for (const code of ledger.states) tally[code]!++;
  const counts = emptyCounts();
  ROW_STATES.forEach((state, code) => {
    counts[state] = tally[code]!;
  });
  return counts;
}

export function rowState(ledger: Ledger, row: number): RowState {
  return ROW_STATES[ledger.states[row] ?? 0]!;
}

/** Why a skipped row is not sent; null for every other row. */
export function skipReason(ledger: Ledger, row: number): SkipReason | null {
  return SKIP_REASONS[(ledger.reasons[row] ?? 0) - 1] ?? null;
}
