import { expect, it } from 'vitest';
import { newLedger, rowState, sendRows, settleRows } from './ledger.ts';
import { releaseRows } from './release-rows.ts';
import { stateCode } from './row-state.ts';

const rows = Uint32Array.of(0, 1, 2);

it('takes back rows that wait, and those the part was the last to send', () => {
  const ledger = newLedger('j', 4);
  sendRows(ledger, Uint32Array.of(0, 3), 5, 1);
  releaseRows(ledger, rows, 5, 'failed');
  expect([0, 1, 2, 3].map((row) => rowState(ledger, row))).toEqual(['failed', 'failed', 'failed', 'sent']);
  expect(ledger.parts[0]).toBe(6);
});

it('puts rows back as if they had never been sent', () => {
  const ledger = newLedger('j', 3);
  const before = structuredClone(ledger);
  sendRows(ledger, rows, 5, 2);
  releaseRows(ledger, rows, 5, 'waiting');
  expect(ledger).toEqual(before);
  releaseRows(ledger, rows, 5, 'waiting');
  expect(ledger).toEqual(before);
});

it('leaves alone what has an answer, and what another part has sent', () => {
  const ledger = newLedger('j', 3);
  sendRows(ledger, rows, 5, 1);
  settleRows(ledger, Uint32Array.of(0), 5, { states: Uint8Array.of(stateCode('ok')), refs: Uint32Array.of(1) });
  sendRows(ledger, Uint32Array.of(1), 6, 2);
  releaseRows(ledger, rows, 5, 'cancelled');
  expect([0, 1, 2].map((row) => rowState(ledger, row))).toEqual(['ok', 'sent', 'cancelled']);
});
