'use client';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { OpenJob } from './open-job.tsx';
import { OpenRecipe } from './open-recipe.tsx';
import { useLink } from './use-open.ts';

/** Shows what a link holds before any of it is taken in. */
export function OpenScreen() {
  const reading = useLink();
  if (reading === null) {
    return (
      <div className="max-w-3xl pt-1">
        <Skeleton lines={6} label="Reading the link" />
      </div>
    );
  }
  if (!reading.ok) {
    return (
      <div className="max-w-3xl">
        <PageHeader title="This link cannot be opened" />
        <Callout
          tone="error"
          {...reading.trouble}
          actions={
            <Button size="sm" href="/">
              To the jobs
            </Button>
          }
        />
      </div>
    );
  }
  const { content } = reading;
  return <div className="max-w-3xl">{content.kind === 'job' ? <OpenJob manifest={content.manifest} /> : <OpenRecipe {...content} />}</div>;
}
