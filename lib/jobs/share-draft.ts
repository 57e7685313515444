import type { Recipe } from '#lib/core/recipe';
import { putDraft } from '#lib/storage/drafts';

/** Puts a recipe that came by link into the page New job, in place of what is there; the table is the person's own. */
export async function recipeAsDraft(name: string, recipe: Recipe): Promise<void> {
  const draft = { datasetId: null, endpointId: null, recipe, name, jobId: '', sample: null };
  await putDraft({ ...draft, id: 'new', updatedAt: Date.now() });
}
