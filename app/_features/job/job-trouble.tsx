'use client';
import type { Job } from '#lib/core/job';
import { checkNow } from '#lib/jobs/commands';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { CheckNowIcon } from '../../_ui/icons.ts';
import { useAction } from './use-action.ts';
import { useUnsaid } from './use-unsaid.ts';

/** What stopped the job. Where not even that could be stored, the way to go on stands here; else it is the page's main action. */
export function JobTrouble({ job }: { job: Job }) {
  const unsaid = useUnsaid(job);
  const action = useAction();
  if (job.trouble) return <Callout tone="error" {...job.trouble} />;
  if (!unsaid) return null;
  return (
    <>
      <Callout
        tone="error"
        {...unsaid}
        actions={
          <Button size="sm" icon={CheckNowIcon} busy={action.busy} onClick={() => void action.run(() => checkNow(job.id))}>
            Check now
          </Button>
        }
      />
      {action.trouble && <Callout tone="error" {...action.trouble} />}
    </>
  );
}
