import { lookAtBundle, takeBundle } from '#lib/jobs/import-bundle';
import { rebuildFromIds, rebuildFromInputs, rebuildFromTable } from '#lib/jobs/rebuild';
import type { BundleApi } from './bundle.api.ts';
import { serve } from './serve.ts';

serve({
  look: lookAtBundle,
  take: takeBundle,
  addTable: rebuildFromTable,
  addInputs: rebuildFromInputs,
  addIds: rebuildFromIds,
} satisfies BundleApi);
