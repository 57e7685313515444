import Link from 'next/link';
import { money } from '#lib/core/estimate/money';
import { agoWords, figure, percent, plural } from '#lib/core/measures';
import type { Job } from '#lib/core/job';
import { Badge } from '../../_ui/badge.tsx';
import { formatTime } from '../../_ui/format.ts';
import { LedgerBar } from '../../_ui/ledger-bar.tsx';
import { isSandbox, ledgerEntries } from '../job/job-words.ts';
import { STAGE_TONES } from './stage-tone.ts';
import type { ListedJob } from './use-jobs.ts';

function Maker({ job }: { job: Job }) {
  const question = job.revisions.at(-1)?.recipe.question;
  return (
    <>
      <span dir="auto">{question?.model || 'no model'}</span>
      <span className="text-muted">&nbsp;· {job.endpoint.label}</span>
    </>
  );
}

/** What is done of what was to be sent; while the files are being made, of that. */
function Done({ job, status }: Pick<ListedJob, 'job' | 'status'>) {
  const { phase, rowsDone, rowsTotal } = job.preparation;
  if (status.stage === 'preparing') {
    return <>{phase === 'running' ? `${percent(rowsDone, rowsTotal)} % of the files made` : 'in the queue'}</>;
  }
  const toSend = job.rowCount - job.counts.skipped;
  return (
    <>
      {figure(job.counts.ok)} of {figure(toSend)} done
      {status.resendable > 0 && `, ${figure(status.resendable)} without a valid answer`}
    </>
  );
}

/** Money where the price is known, else tokens. */
function SpentCell({ job, spent }: Pick<ListedJob, 'job' | 'spent'>) {
  const { usage } = job;
  if (!usage) {
    return (
      <span className="text-muted">
        <span aria-hidden="true">–</span>
        <span className="sr-only">nothing yet</span>
      </span>
    );
  }
  const tokens = `${figure(usage.inputTokens + usage.outputTokens)} tokens`;
  if (isSandbox(job)) return <span className="text-muted">nothing</span>;
  return spent.usd === null ? <>{tokens}</> : <span title={tokens}>{money(spent.usd)}</span>;
}

/** One job in the list. The link on its name covers the whole line. */
export function JobRow({ listed, now }: { listed: ListedJob; now: number }) {
  const { job, status, spent } = listed;
  return (
    <tr className="relative hover:bg-sunken">
      <td className="min-w-0">
        <Link href={`/jobs/${job.id}`} dir="auto" className="font-medium break-words text-text after:absolute after:inset-0">
          {job.name}
        </Link>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted">
          <span dir="auto" className="break-all">
            {job.datasetName}
          </span>
          {job.bundledAt === null && <Badge>Only in this browser</Badge>}
        </div>
        <div className="mt-1 md:hidden">
          <span className="text-muted">{plural(job.rowCount, 'row')}&nbsp;· </span>
          <Maker job={job} />
        </div>
      </td>
      <td className="max-md:hidden">
        <Maker job={job} />
      </td>
      <td className="num max-md:hidden">{figure(job.rowCount)}</td>
      <td className="w-40 sm:w-64 lg:w-80">
        <div className="pt-1.5">
          <LedgerBar entries={ledgerEntries(job.counts)} thin />
        </div>
        <div className="mt-1 text-xs text-muted">
          <Done job={job} status={status} />
        </div>
        <div className="mt-1.5 sm:hidden">
          <Badge tone={STAGE_TONES[status.stage]}>{status.words}</Badge>
        </div>
      </td>
      <td className="max-sm:hidden">
        <Badge tone={STAGE_TONES[status.stage]}>{status.words}</Badge>
      </td>
      <td className="num max-lg:hidden">
        <SpentCell job={job} spent={spent} />
      </td>
      <td className="num text-muted max-lg:hidden">
        <time dateTime={new Date(job.updatedAt).toISOString()} title={formatTime(job.updatedAt)}>
          {agoWords(job.updatedAt, now)}
        </time>
      </td>
    </tr>
  );
}
