import { figure, plural } from '#lib/core/measures';
import { LedgerBar } from '../../_ui/ledger-bar.tsx';
import { ledgerEntries, totalRows } from './job-words.ts';
import type { JobView } from './use-job.ts';

/** What became of every row: all counts, adding up to the table's rows; and the tokens spent. */
export function JobTotals({ view: { job } }: { view: JobView }) {
  const total = totalRows(job.counts);
  return (
    <section aria-label="Rows" className="rounded-lg border bg-surface px-4 py-3 sm:px-5">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="font-semibold">
          {plural(total, 'row')} in <span dir="auto">{job.datasetName}</span>
        </h2>
        {job.usage && (
          <p className="text-sm text-muted">
            {figure(job.usage.inputTokens)} tokens in
            {job.usage.cachedTokens > 0 && ` (${figure(job.usage.cachedTokens)} from the cache)`} · {figure(job.usage.outputTokens)} tokens
            out
            {job.usage.reasoningTokens > 0 && ` (${figure(job.usage.reasoningTokens)} for thinking)`}
          </p>
        )}
      </div>
      <LedgerBar entries={ledgerEntries(job.counts)} legend />
      {total !== job.rowCount && (
        <p className="mt-2 text-sm text-error">
          The table has {plural(job.rowCount, 'row')}: the counts do not add up. Press “Check now”, and keep a bundle.
        </p>
      )}
    </section>
  );
}
