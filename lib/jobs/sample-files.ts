import { recipeSchema, type Recipe } from '#lib/core/recipe';
import type { Sample } from '#lib/core/samples';

async function read(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return response;
}

/** A sample's table as a file and its recipe, from this server. Throws where it cannot be reached. */
export async function sampleFiles(sample: Sample): Promise<{ file: File; recipe: Recipe }> {
  const [table, recipe] = await Promise.all([read(sample.tablePath), read(sample.recipePath)]);
  return {
    file: new File([await table.blob()], sample.fileName, { type: 'text/csv' }),
    recipe: recipeSchema.parse(await recipe.json()),
  };
}
