import { WorkerBridge } from './bridge.ts';
import type { TableApi } from './table.api.ts';

export const tableWorker = new WorkerBridge<TableApi>(
  'table',
  () => new Worker(new URL('./table.worker.ts', import.meta.url), { type: 'module' }),
);
