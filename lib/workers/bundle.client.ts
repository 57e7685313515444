import { WorkerBridge } from './bridge.ts';
import type { BundleApi } from './bundle.api.ts';

export const bundleWorker = new WorkerBridge<BundleApi>(
  'bundle',
  () => new Worker(new URL('./bundle.worker.ts', import.meta.url), { type: 'module' }),
);
