import { WorkerBridge } from './bridge.ts';
import type { ShareApi } from './share.api.ts';

export const shareWorker = new WorkerBridge<ShareApi>(
  'share',
  () => new Worker(new URL('./share.worker.ts', import.meta.url), { type: 'module' }),
);
