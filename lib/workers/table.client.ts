import { WorkerBridge } from './bridge.ts';
import type { TableApi } from './table.api.ts';

const start = () => new Worker(new URL('./table.worker.ts', import.meta.url), { type: 'module' });

export const tableWorker = new WorkerBridge<TableApi>('table', start, { afterMs: 5000 });

/** A worker of its own for checks: a check is ended as often as the recipe changes, which must not end an import. */
export const checkWorker = new WorkerBridge<TableApi>('check', start, { afterMs: 30_000 });
