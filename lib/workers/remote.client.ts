import { WorkerBridge } from './bridge.ts';
import type { RemoteApi } from './remote.api.ts';

export const remoteWorker = new WorkerBridge<RemoteApi>(
  'remote',
  () => new Worker(new URL('./remote.worker.ts', import.meta.url), { type: 'module' }),
);
