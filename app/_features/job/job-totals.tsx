'use client';
import type { RowCounts } from '#lib/core/row-state';
import { figure, plural } from '#lib/core/measures';
import { LedgerBar } from '../../_ui/ledger-bar.tsx';
import { StateFilter } from '../results/state-filter.tsx';
import { useChosenStates } from '../results/use-chosen-states.ts';
import { hasResults, ledgerEntries, totalRows } from './job-words.ts';
import { lostWords, spentWords } from './spent.ts';
import { useQueryValue } from './use-address.ts';
import type { JobView } from './use-job.ts';

/** How a table is named that was put together from what was sent. */
const OF_REQUESTS = /^rows of /;

/** What became of every row: all counts, adding up to the table's rows; and what their answers used and cost. */
export function JobTotals({ view: { job, attempts, parts } }: { view: JobView }) {
  const total = totalRows(job.counts);
  const isAnswered = hasResults(job.counts);
  const isOfRequests = OF_REQUESTS.test(job.datasetName);
  return (
    <section aria-label="Rows" className="rounded-lg border bg-surface px-4 py-3 sm:px-5">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="font-semibold">
          {plural(total, 'row')} {isOfRequests ? 'of' : 'in'} <span dir="auto">{job.datasetName.replace(OF_REQUESTS, '')}</span>
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
      <LedgerBar entries={ledgerEntries(job.counts)} legend={!isAnswered} />
      {isAnswered && <StateChips counts={job.counts} />}
      <Spent job={job} attempts={attempts} parts={parts} />
      {total !== job.rowCount && (
        <p className="mt-2 text-sm text-error">
          The table has {plural(job.rowCount, 'row')}: the counts do not add up. Press “Check now”, and keep a bundle.
        </p>
      )}
    </section>
  );
}

function Spent({ job, attempts, parts }: Pick<JobView, 'job' | 'attempts' | 'parts'>) {
  const lines = [spentWords(job, attempts, parts), lostWords(job, parts)].filter((line) => line !== null);
  if (lines.length === 0) return null;
  return <p className="mt-2 text-sm text-muted">{lines.join(' ')}</p>;
}

/** The bar's legend, once there are results: choosing a state shows its rows. */
function StateChips({ counts }: { counts: RowCounts }) {
  const [chosen, choose] = useChosenStates();
  const [, chooseTab] = useQueryValue('tab');
  return (
    <StateFilter
      counts={counts}
      chosen={chosen}
      onChange={(states) => {
        choose(states);
        chooseTab(null);
      }}
    />
  );
}
