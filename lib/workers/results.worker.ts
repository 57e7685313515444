import { artifactPage } from '#lib/jobs/artifact-page';
import { filterRows, windowOfRows } from '#lib/jobs/results';
import { rowDetail } from '#lib/jobs/row-detail';
import type { ResultsApi } from './results.api.ts';
import { serve } from './serve.ts';

serve({ filter: filterRows, window: windowOfRows, detail: rowDetail, artifactPage } satisfies ResultsApi);
