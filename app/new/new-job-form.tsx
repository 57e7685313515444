'use client';
import { PageHeader } from '../_ui/page-header.tsx';
import { Skeleton } from '../_ui/skeleton.tsx';
import { useDraft } from '../_features/recipe/use-draft.ts';
import { useStorageFault } from '../_features/shell/use-storage-fault.ts';
import { NewJobSteps } from './new-job-steps.tsx';

/** The page once the draft is read; until then its shape. */
export function NewJobForm() {
  const handle = useDraft();
  const fault = useStorageFault();
  return (
    <div className="mx-auto max-w-[80rem]">
      <PageHeader
        title="New job"
        meta="From a table of texts to a table of facts, in four steps. What you do here is kept in this browser."
      />
      {handle.draft && <NewJobSteps handle={handle} draft={handle.draft} />}
      {!handle.draft && !fault && <Skeleton lines={6} label="Reading what you wrote last" />}
    </div>
  );
}
