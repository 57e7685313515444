import { WorkerBridge } from './bridge.ts';
import type { ResultsApi } from './results.api.ts';

const start = () => new Worker(new URL('./results.worker.ts', import.meta.url), { type: 'module' });

export const resultsWorker = new WorkerBridge<ResultsApi>('results', start);

/** A pass over a large job leaves much behind; the next one is likely soon after. */
const rest = { afterMs: 30_000 };

/** Searches run in a worker of their own, so that ending one does not end the reads of what is on screen. */
export const searchWorker = new WorkerBridge<ResultsApi>('search', start, rest);

/** Passes over two whole jobs, for the same reason. */
export const compareWorker = new WorkerBridge<ResultsApi>('compare', start, rest);
