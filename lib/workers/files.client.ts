import { transfer } from 'comlink';
import type { SlabFiles } from '#lib/jobs/slab-files';
import { WorkerBridge } from './bridge.ts';
import type { FilesApi } from './files.api.ts';

/** A worker with no file open goes, and its memory with it. */
const IDLE_MS = 5000;

const bridge = new WorkerBridge<FilesApi>('files', () => new Worker(new URL('./files.worker.ts', import.meta.url), { type: 'module' }));
const open = new Set<string>();
let calls = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Runs a call, after which the file `ended` is open no more. The worker rests once no call is under way and no file is open. */
async function run<T>(call: Parameters<typeof bridge.run<T>>[0], ended?: string): Promise<T> {
  clearTimeout(timer);
  calls++;
  try {
    return await bridge.run(call);
  } finally {
    calls--;
    if (ended !== undefined) open.delete(ended);
    if (calls === 0 && open.size === 0) timer = setTimeout(() => bridge.end(), IDLE_MS);
  }
}

/** Large files written by a worker of their own. */
export const filesWorker: SlabFiles = {
  open: (isDigested) =>
    run(async (remote) => {
      const key = await remote.open(isDigested);
      if (key !== null) open.add(key);
      return key;
    }),
  append: (key, slab) => run((remote) => remote.append(key, transfer(slab, [slab.buffer]))),
  close: (key) => run((remote) => remote.close(key), key),
  drop: (key) => run((remote) => remote.drop(key), key),
  digest: (blob) => run((remote) => remote.digest(blob)),
};
