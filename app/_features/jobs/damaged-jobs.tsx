import Link from 'next/link';
import { plural } from '#lib/core/measures';
import { Callout } from '../../_ui/callout.tsx';
import { useDamagedJobs } from './use-damaged-jobs.ts';

/** Jobs whose records cannot be read any more; nothing where there are none. The others are not touched by it. */
export function DamagedJobs() {
  const ids = useDamagedJobs();
  if (ids.length === 0) return null;
  return (
    <Callout
      tone="error"
      what={`${plural(ids.length, 'job')} cannot be read: ${ids.length === 1 ? 'its record is' : 'their records are'} damaged.`}
      meaning="Nothing is sent or collected for it. The other jobs are not affected and go on."
      todo="Open it to save its files, or to delete it."
    >
      <ul className="list-disc pl-4">
        {ids.map((id) => (
          <li key={id}>
            <Link href={`/jobs/${id}`} className="font-medium underline" dir="auto">
              {id}
            </Link>
          </li>
        ))}
      </ul>
    </Callout>
  );
}
