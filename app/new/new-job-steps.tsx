'use client';
import { useRouter } from 'next/navigation';
import type { JobDraft } from '#lib/core/new-job';
import { TableSection } from '../_features/import/table-section.tsx';
import { useTableChoice } from '../_features/import/use-table-choice.ts';
import { BesideNote } from '../_features/recipe/beside-note.tsx';
import { CheckSection } from '../_features/recipe/check-section.tsx';
import { QuestionSection } from '../_features/recipe/question-section.tsx';
import { RowChoice } from '../_features/recipe/row-choice.tsx';
import { SendingSection } from '../_features/recipe/sending-section.tsx';
import type { DraftHandle } from '../_features/recipe/use-draft.ts';
import { useEndpoints } from '../_features/recipe/use-endpoints.ts';
import { useNewJob } from '../_features/recipe/use-new-job.ts';

/** The four steps over one draft. */
export function NewJobSteps({ handle, draft }: { handle: DraftHandle; draft: JobDraft }) {
  const { edit, discard, saveProblem } = handle;
  const router = useRouter();
  const choice = useTableChoice(draft, edit);
  const { table } = choice;
  const { state: endpoints, again } = useEndpoints();
  const job = useNewJob(draft, table, endpoints, async (jobId) => {
    await discard();
    router.push(`/jobs/${jobId}`);
  });
  const form = { draft, edit, errorOf: job.errorOf };
  return (
    <div className="space-y-5">
      <BesideNote draft={draft} edit={edit} />
      <TableSection {...form} choice={choice} check={job.check.result}>
        {table && <RowChoice {...form} table={table} />}
      </TableSection>
      <QuestionSection {...form} />
      <SendingSection {...form} endpoints={endpoints} onAgain={again} endpoint={job.endpoint} />
      <CheckSection {...form} job={job} rowsInTable={table?.rowCount ?? 0} saveProblem={saveProblem} />
    </div>
  );
}
