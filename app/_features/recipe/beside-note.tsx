'use client';
import Link from 'next/link';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { CloseIcon } from '../../_ui/icons.ts';
import type { DraftProps } from './draft-props.ts';
import { useJobName } from './use-job-name.ts';

/** Says which job this one answers the same question as, and how to make it a job of its own. */
export function BesideNote({ draft, edit }: Pick<DraftProps, 'draft' | 'edit'>) {
  const jobId = draft.besideJobId ?? null;
  const name = useJobName(jobId);
  if (jobId === null || name === undefined) return null;
  return (
    <Callout
      what={
        <>
          To be looked at beside{' '}
          <Link className="link" href={`/jobs/${jobId}`} dir="auto">
            {name ?? jobId}
          </Link>
        </>
      }
      meaning={
        name === null
          ? 'That job is no longer in this browser, so there will be nothing to look at beside it.'
          : 'The same question to another provider or model: once both have answered, their results can be looked at side by side.'
      }
      actions={
        <Button size="sm" icon={CloseIcon} onClick={() => edit((draft) => ({ ...draft, besideJobId: null }))}>
          Make it a job of its own
        </Button>
      }
    />
  );
}
