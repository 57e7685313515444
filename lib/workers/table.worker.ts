import { checkRecipe } from '#lib/jobs/check';
import { estimateRecipe } from '#lib/jobs/estimate';
import { importTable } from '#lib/jobs/import';
import { workOnFilesBy } from '#lib/jobs/files-work';
import { getDataset } from '#lib/storage/datasets';
import { filesWorker } from './files.client.ts';
import { serve } from './serve.ts';
import type { TableApi } from './table.api.ts';

workOnFilesBy(filesWorker);

serve({
  importFile: importTable,
  async check(datasetId, recipe, lineUrl, jobId, onProgress) {
    const dataset = await getDataset(datasetId);
    if (!dataset) throw new Error('The table is no longer in this browser. Choose the file again.');
    return checkRecipe(dataset, recipe, lineUrl, jobId, onProgress);
  },
  estimate: estimateRecipe,
} satisfies TableApi);
