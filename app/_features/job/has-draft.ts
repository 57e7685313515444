import { getDraft } from '#lib/storage/drafts';

/** Is there an unfinished New job that would be lost? */
export async function hasDraft(): Promise<boolean> {
  const draft = await getDraft();
  return Boolean(draft && (draft.datasetId !== null || draft.recipe.question.instructions.trim() !== ''));
}
