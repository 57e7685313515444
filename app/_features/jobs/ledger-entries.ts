import { ROW_STATE_WORDS } from '#lib/core/row-words';
import type { RowCounts, RowState } from '#lib/core/row-state';
import type { LedgerEntry } from '../../_ui/ledger-segments.ts';

/** From what is done, over what went wrong, to what is still owed. */
const ORDER: readonly RowState[] = [
  'ok',
  'invalid',
  'missing',
  'duplicate',
  'refused',
  'truncated',
  'failed',
  'expired',
  'cancelled',
  'sent',
  'waiting',
  'skipped',
];

/** A job's counts as the ledger bar shows them. */
export function ledgerEntries(counts: RowCounts): LedgerEntry[] {
  return ORDER.map((state) => ({ key: state, label: ROW_STATE_WORDS[state], count: counts[state] }));
}
