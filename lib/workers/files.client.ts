import { transfer } from 'comlink';
import type { SlabFiles } from '#lib/jobs/slab-files';
import { WorkerBridge } from './bridge.ts';
import type { FilesApi } from './files.api.ts';

/** A worker with no file open goes, and its memory with it. */
const IDLE_MS = 5000;

const bridge = new WorkerBridge<FilesApi>('files', () => new Worker(new URL('./files.worker.ts', import.meta.url), { type: 'module' }));
const open = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

function rest(): void {
  clearTimeout(timer);
  if (open.size === 0) timer = setTimeout(() => bridge.end(), IDLE_MS);
}

function ended(key: string): void {
  open.delete(key);
  rest();
}

/** Large files written by a worker of their own. */
export const filesWorker: SlabFiles = {
  async open() {
    clearTimeout(timer);
    try {
      const key = await bridge.run((remote) => remote.open());
      if (key !== null) open.add(key);
      return key;
    } finally {
      rest();
    }
  },
  append: (key, slab) => bridge.run((remote) => remote.append(key, transfer(slab, [slab.buffer]))),
  close: (key) => bridge.run((remote) => remote.close(key)).finally(() => ended(key)),
  drop(key) {
    clearTimeout(timer);
    return bridge.run((remote) => remote.drop(key)).finally(() => ended(key));
  },
};
