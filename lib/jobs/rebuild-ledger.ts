import type { Ledger, Part, PartIndex } from '#lib/core/job';
import { newLedger, sendRows, skipWaiting } from '#lib/core/ledger';
import { eachRun } from '#lib/core/manifest-runs';
import type { Manifest } from '#lib/core/manifest';
import { CANCELLED } from '#lib/core/part-troubles';
import { releaseRows } from '#lib/core/release-rows';
import { SKIP_REASONS, type SkipReason } from '#lib/core/row-state';

/** Reason each row is not sent for (SKIP_REASONS index + 1; 0: it is), as a manifest tells; null: it does not. */
export function toldReasons({ skipped }: Manifest, rowCount: number): Uint8Array | null {
  if (!skipped) return null;
  const reasons = new Uint8Array(rowCount);
  for (const [reason, runs] of Object.entries(skipped)) {
    const code = SKIP_REASONS.indexOf(reason as SkipReason) + 1;
    eachRun(runs, rowCount, (from, to) => reasons.fill(code, from, to));
  }
  return reasons;
}

const wasSent = ({ state, batchId }: Part) => batchId !== null || state === 'collected';

/**
 * The ledger as it was before any answer was read: rows skipped, and each row with the last file that carried it. Collecting the files'
 * results, in any order, then settles it as it was settled where the job was made.
 */
export function ledgerBefore(
  jobId: string,
  rowCount: number,
  reasons: Uint8Array,
  carried: readonly { part: Part; index: Pick<PartIndex, 'rows'> }[],
): Ledger {
  const ledger = newLedger(jobId, rowCount);
  skipWaiting(ledger, reasons);
  const inTurn = carried.toSorted((a, b) => a.part.attempt - b.part.attempt || a.part.k - b.part.k);
  for (const { part, index } of inTurn) {
    if (wasSent(part)) sendRows(ledger, index.rows, part.k, part.attempt, true);
    if (part.state === 'failed') releaseRows(ledger, index.rows, part.k, part.trouble?.what === CANCELLED.what ? 'cancelled' : 'failed');
  }
  return ledger;
}
