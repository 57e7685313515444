/** Every row of a job's dataset is in exactly one of these states; the ledger stores the index. */
export const ROW_STATES = [
  'skipped',
  'waiting',
  'sent',
  'ok',
  'invalid',
  'missing',
  'duplicate',
  'refused',
  'truncated',
  'failed',
  'expired',
  'cancelled',
] as const;
export type RowState = (typeof ROW_STATES)[number];

export const SKIP_REASONS = ['not-selected', 'empty-text', 'empty-id', 'duplicate-id', 'too-long'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export type RowCounts = Record<RowState, number>;

/** Index of a state in {@link ROW_STATES}, as the ledger stores it. */
export function stateCode(state: RowState): number {
  return ROW_STATES.indexOf(state);
}

/** States in which an answer is still owed and nothing is on its way: what "Send remaining rows again" takes. */
export const RESENDABLE: readonly RowState[] = [
  'waiting',
  'invalid',
  'missing',
  'duplicate',
  'refused',
  'truncated',
  'failed',
  'expired',
  'cancelled',
];

export function emptyCounts(): RowCounts {
  return Object.fromEntries(ROW_STATES.map((state) => [state, 0])) as RowCounts;
}
