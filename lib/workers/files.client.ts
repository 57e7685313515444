import { transfer } from 'comlink';
import type { FilesWork } from '#lib/jobs/files-work';
import { WorkerBridge } from './bridge.ts';
import type { FilesApi } from './files.api.ts';

/** Files being written, and data being digested. */
const open = new Set<string>();
const bridge = new WorkerBridge<FilesApi>('files', () => new Worker(new URL('./files.worker.ts', import.meta.url), { type: 'module' }), {
  afterMs: 5000,
  isHeld: () => open.size > 0,
});

/** Large files written by a worker of their own. */
export const filesWorker: FilesWork = {
  async open() {
    const key = await bridge.run((remote) => remote.open());
    if (key !== null) open.add(key);
    return key;
  },
  append: (key, slab) => bridge.run((remote) => remote.append(key, transfer(slab, [slab.buffer]))),
  close: (key) => bridge.run((remote) => remote.close(key)).finally(() => open.delete(key)),
  drop: (key) => bridge.run((remote) => remote.drop(key)).finally(() => open.delete(key)),
  digestMore(name, piece, at) {
    open.add(name);
    const { buffer } = piece;
    return bridge.run((remote) => remote.digestMore(name, buffer.byteLength === piece.length ? transfer(piece, [buffer]) : piece, at));
  },
  digestEnd: (name, bytes) => bridge.run((remote) => remote.digestEnd(name, bytes)).finally(() => open.delete(name)),
};
