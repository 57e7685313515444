import { JobRow } from './job-row.tsx';
import type { ListedJob } from './use-jobs.ts';
import { useNow } from '../job/use-now.ts';

const MINUTE = 60_000;

/** Every job of this browser. */
export function JobsTable({ jobs }: { jobs: ListedJob[] }) {
  const now = useNow(MINUTE / 4);
  return (
    <div className="overflow-x-auto rounded-lg border bg-surface">
      <table className="data-table" aria-label="Jobs">
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col" className="max-md:hidden">
              Model
            </th>
            <th scope="col" className="num max-md:hidden">
              Rows
            </th>
            <th scope="col">Progress</th>
            <th scope="col" className="max-sm:hidden">
              State
            </th>
            <th scope="col" className="num max-lg:hidden">
              Spent
            </th>
            <th scope="col" className="num max-lg:hidden">
              Updated
            </th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((listed) => (
            <JobRow key={listed.job.id} listed={listed} now={Math.max(now, listed.job.updatedAt)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
