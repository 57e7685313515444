import Link from 'next/link';
import type { Job } from '#lib/core/job';
import { rowStateWords } from '#lib/core/row-words';
import type { RowDetail } from '#lib/workers/results.api';
import { CodeBlock } from '../../_ui/code-block.tsx';
import { StateDot } from '../../_ui/ledger-bar.tsx';
import { otherName } from './side-by-side.ts';

interface RowBesideProps {
  job: Job;
  other: Job;
  /** This job's answer, laid out; null: none. */
  value: string | null;
  /** The other job's; null: the row is not in its table. */
  answer: NonNullable<RowDetail['beside']> | null;
}

/** The answers of two jobs to one row, side by side. */
export function RowBeside({ job, other, value, answer }: RowBesideProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-[repeat(2,minmax(0,1fr))]">
      <section aria-label="This job" className="space-y-1.5">
        <h3 dir="auto" className="truncate font-semibold">
          {otherName(other, job)}
        </h3>
        {value === null ? <p className="text-muted">No answer.</p> : <CodeBlock label="Extracted" text={value} wrap />}
      </section>
      <section aria-label="The other job" className="space-y-1.5">
        <h3 dir="auto" className="truncate font-semibold">
          {otherName(job, other)}
        </h3>
        {answer ? <Answer other={other} answer={answer} /> : <p className="text-muted">This row is not in its table.</p>}
      </section>
    </div>
  );
}

function Answer({ other, answer }: { other: Job; answer: NonNullable<RowDetail['beside']> }) {
  return (
    <>
      {answer.value === '' ? <p className="text-muted">No answer.</p> : <CodeBlock label="Extracted there" text={answer.value} wrap />}
      <p className="flex items-center gap-2 text-sm">
        <StateDot state={answer.state} />
        {rowStateWords(answer.state, answer.reason)}
        <Link className="link" href={`/jobs/${other.id}?row=${answer.row + 1}`}>
          Open there
        </Link>
      </p>
    </>
  );
}
