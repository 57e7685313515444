import { transfer } from 'comlink';
import type { SlabFiles } from '#lib/jobs/slab-files';
import { WorkerBridge } from './bridge.ts';
import type { FilesApi } from './files.api.ts';

const open = new Set<string>();
const bridge = new WorkerBridge<FilesApi>('files', () => new Worker(new URL('./files.worker.ts', import.meta.url), { type: 'module' }), {
  afterMs: 5000,
  isHeld: () => open.size > 0,
});

/** Large files written by a worker of their own. */
export const filesWorker: SlabFiles = {
  async open() {
    const key = await bridge.run((remote) => remote.open());
    if (key !== null) open.add(key);
    return key;
  },
  append: (key, slab) => bridge.run((remote) => remote.append(key, transfer(slab, [slab.buffer]))),
  close: (key) => bridge.run((remote) => remote.close(key)).finally(() => open.delete(key)),
  drop: (key) => bridge.run((remote) => remote.drop(key)).finally(() => open.delete(key)),
  digest: (blob) => bridge.run((remote) => remote.digest(blob)),
};
