import { bundle, bundleOf, resultsCsv, resultsJsonl } from '#lib/jobs/export';
import type { ExportApi } from './export.api.ts';
import { serve } from './serve.ts';

serve({ resultsCsv, resultsJsonl, bundle, bundleOf } satisfies ExportApi);
