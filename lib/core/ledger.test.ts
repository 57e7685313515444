import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countRows,
  newLedger,
  rowsOfAnswers,
  rowState,
  sendRows,
  settleRows,
  skipReason,
  skipRows,
  skipWaiting,
  unsettleRows,
} from './ledger.ts';
import { ROW_STATES, SKIP_REASONS, stateCode } from './row-state.ts';

const outcomes = (states: (typeof ROW_STATES)[number][], refs = states.map((_, i) => i + 1)) => ({
  states: Uint8Array.from(states.map(stateCode)),
  refs: Uint32Array.from(refs),
});

describe('the ledger', () => {
  it('leaves rows out later only while they wait', () => {
    const ledger = newLedger('j', 3);
    sendRows(ledger, Uint32Array.from([0]), 0, 1);
    const empty = SKIP_REASONS.indexOf('empty-text') + 1;
    skipWaiting(ledger, Uint8Array.from([empty, empty, 0]));
    expect([0, 1, 2].map((row) => rowState(ledger, row))).toEqual(['sent', 'skipped', 'waiting']);
    expect(skipReason(ledger, 1)).toBe('empty-text');
  });

  it('starts with every row waiting and says why a row is not sent', () => {
    const ledger = newLedger('j', 3);
    skipRows(ledger, Uint8Array.from([0, SKIP_REASONS.indexOf('empty-text') + 1, 0]));
    expect([0, 1, 2].map((row) => rowState(ledger, row))).toEqual(['waiting', 'skipped', 'waiting']);
    expect(skipReason(ledger, 1)).toBe('empty-text');
    expect(skipReason(ledger, 0)).toBeNull();
  });

  it('never takes back a row that is done', () => {
    const ledger = newLedger('j', 2);
    const rows = Uint32Array.of(0, 1);
    sendRows(ledger, rows, 0, 1);
    settleRows(ledger, rows, 0, outcomes(['ok', 'missing']));
    sendRows(ledger, rows, 1, 2);
    settleRows(ledger, rows, 1, outcomes(['failed', 'failed']));
    expect([rowState(ledger, 0), rowState(ledger, 1)]).toEqual(['ok', 'failed']);
    expect(ledger.attempts).toEqual(Uint8Array.of(1, 2));
  });

  it('leaves rows alone that a later part carries', () => {
    const ledger = newLedger('j', 1);
    const rows = Uint32Array.of(0);
    sendRows(ledger, rows, 0, 1);
    settleRows(ledger, rows, 0, outcomes(['missing']));
    sendRows(ledger, rows, 1, 2);
    settleRows(ledger, rows, 0, outcomes(['ok']));
    expect(rowState(ledger, 0)).toBe('sent');
  });

  it('adds up to its rows whatever happens', () => {
    const states = fc.constantFrom(...ROW_STATES.filter((state) => state !== 'skipped'));
    const round = fc.array(fc.tuple(fc.nat(29), states), { maxLength: 30 });
    fc.assert(
      fc.property(fc.array(round, { maxLength: 8 }), (rounds) => {
        const ledger = newLedger('j', 30);
        rounds.forEach((slots, k) => {
          const rows = Uint32Array.from(slots.map(([row]) => row));
          sendRows(ledger, rows, k, k + 1);
          if (k % 3 !== 2) settleRows(ledger, rows, k, outcomes(slots.map(([, state]) => state)));
        });
        const total = Object.values(countRows(ledger)).reduce((sum, rows) => sum + rows, 0);
        expect(total).toBe(30);
      }),
    );
  });

  it('finds the row of every answer, and none for answers that count no more', () => {
    const ledger = newLedger('j', 7);
    sendRows(ledger, Uint32Array.from([4, 0, 2]), 0, 1);
    sendRows(ledger, Uint32Array.from([5, 1]), 3, 1);
    settleRows(ledger, Uint32Array.from([4, 0, 2]), 0, outcomes(['ok', 'invalid', 'ok'], [3, 1, 2]));
    settleRows(ledger, Uint32Array.from([5, 1]), 3, outcomes(['ok', 'ok']));
    sendRows(ledger, Uint32Array.from([0, 6]), 4, 2);
    const rowOf = rowsOfAnswers(ledger);
    expect([0, 1, 2, 3].map((at) => rowOf(0, at))).toEqual([-1, 2, 4, -1]);
    expect([0, 1, 2].map((at) => rowOf(3, at))).toEqual([5, 1, -1]);
    expect(rowOf(4, 0)).toBe(-1);
  });

  it('takes outcomes as they come, and takes back those of one part alone', () => {
    const ledger = newLedger('j', 4);
    sendRows(ledger, Uint32Array.from([3, 1]), 0, 1);
    sendRows(ledger, Uint32Array.from([2]), 1, 1);
    settleRows(ledger, Uint32Array.from([2]), 1, outcomes(['ok']));
    settleRows(ledger, Uint32Array.from([3, 1]), 0, { states: Uint8Array.from([stateCode('ok'), 0]), refs: Uint32Array.from([1, 0]) });
    expect([0, 1, 2, 3].map((row) => rowState(ledger, row))).toEqual(['waiting', 'sent', 'ok', 'ok']);
    unsettleRows(ledger, Uint32Array.from([3, 1, 2]), 0);
    expect([0, 1, 2, 3].map((row) => rowState(ledger, row))).toEqual(['waiting', 'sent', 'ok', 'sent']);
    expect([...ledger.refs]).toEqual([0, 0, 1, 0]);
  });
});
