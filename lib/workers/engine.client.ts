import { WorkerBridge } from './bridge.ts';
import type { EngineApi } from './engine.api.ts';

export const engineWorker = new WorkerBridge<EngineApi>(
  'engine',
  () => new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' }),
);
