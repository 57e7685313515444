import type { Ledger } from './job.ts';
import type { RowState } from './row-state.ts';
import { stateCode } from './row-state.ts';

/**
 * Takes back the rows of a part that has no batch (any more): those that still wait, and those it was the last to send and no answer came
 * for. Put back to `waiting` they belong to no part until one sends them. Every other row is left alone; doing it twice is doing it once.
 */
export function releaseRows(ledger: Ledger, rows: Uint32Array, k: number, state: RowState): void {
  const [waiting, sent, code] = [stateCode('waiting'), stateCode('sent'), stateCode(state)];
  for (const row of rows) {
    const isOut = ledger.states[row] === sent && ledger.parts[row] === k + 1;
    if (!isOut && ledger.states[row] !== waiting) continue;
    ledger.states[row] = code;
    if (code === waiting) {
      ledger.attempts[row] = 0;
      ledger.parts[row] = 0;
    }
  }
}
