import { WorkerBridge } from './bridge.ts';
import type { ExportApi } from './export.api.ts';

export const exportWorker = new WorkerBridge<ExportApi>(
  'export',
  () => new Worker(new URL('./export.worker.ts', import.meta.url), { type: 'module' }),
);
