import type { Dataset } from '#lib/core/dataset';
import { checkRecipe } from '#lib/jobs/check';
import { estimateRecipe } from '#lib/jobs/estimate';
import { importTable } from '#lib/jobs/import';
import { measureTable } from '#lib/jobs/measure';
import { getDataset } from '#lib/storage/datasets';
import { serve } from './serve.ts';
import type { TableApi } from './table.api.ts';

async function datasetOf(id: string): Promise<Dataset> {
  const dataset = await getDataset(id);
  if (!dataset) throw new Error('The table is no longer in this browser. Choose the file again.');
  return dataset;
}

serve({
  importFile: importTable,
  check: async (datasetId, recipe, lineUrl, jobId, onProgress) =>
    checkRecipe(await datasetOf(datasetId), recipe, lineUrl, jobId, onProgress),
  estimate: async (datasetId, recipe, measure, evidence) =>
    estimateRecipe(recipe, measure ?? (await measureTable(await datasetOf(datasetId), recipe)), evidence),
} satisfies TableApi);
