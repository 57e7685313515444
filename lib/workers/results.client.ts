import { WorkerBridge } from './bridge.ts';
import type { ResultsApi } from './results.api.ts';

export const resultsWorker = new WorkerBridge<ResultsApi>(
  'results',
  () => new Worker(new URL('./results.worker.ts', import.meta.url), { type: 'module' }),
);
