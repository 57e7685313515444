import { artifactPage } from '#lib/jobs/artifact-page';
import { agreement } from '#lib/jobs/beside';
import { estimateRound } from '#lib/jobs/estimate-round';
import { growTable } from '#lib/jobs/grow';
import { doneByRound, windowOfRows } from '#lib/jobs/results';
import { rowDetail } from '#lib/jobs/row-detail';
import { filterRows } from '#lib/jobs/row-view';
import type { ResultsApi } from './results.api.ts';
import { serve } from './serve.ts';

serve({
  filter: filterRows,
  window: windowOfRows,
  detail: rowDetail,
  agreement,
  doneByRound,
  estimate: estimateRound,
  grow: growTable,
  artifactPage,
} satisfies ResultsApi);
