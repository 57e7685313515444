import { expect, it } from 'vitest';
import { emptyCounts, ROW_STATES } from '#lib/core/row-state';
import { ledgerEntries } from './ledger-entries.ts';

it('shows every row state once, with its words', () => {
  const entries = ledgerEntries({ ...emptyCounts(), failed: 3 });
  expect(entries.map((entry) => entry.key).sort()).toEqual([...ROW_STATES].sort());
  expect(entries.find((entry) => entry.key === 'failed')).toEqual({ key: 'failed', label: 'provider error', count: 3 });
});
