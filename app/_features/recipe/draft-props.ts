import type { JobDraft } from '#lib/core/new-job';
import type { JobField } from '#lib/core/new-job-missing';

/** What every form over the draft takes. */
export interface DraftProps {
  draft: JobDraft;
  edit: (change: (draft: JobDraft) => JobDraft) => void;
  /** What is wrong with a field, in words, where that is to be shown. */
  errorOf: (field: JobField) => string | null;
}
