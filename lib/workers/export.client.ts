import { WorkerBridge } from './bridge.ts';
import type { ExportApi } from './export.api.ts';

/** A worker for one download: several may be under way, and stopping one ends its worker alone. End it when it is done. */
export function newExportWorker(): WorkerBridge<ExportApi> {
  return new WorkerBridge<ExportApi>('export', () => new Worker(new URL('./export.worker.ts', import.meta.url), { type: 'module' }));
}
