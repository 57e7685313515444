import { transfer } from 'comlink';
import type { ReadSegment } from '#lib/jobs/read-segment';
import { WorkerBridge } from './bridge.ts';
import type { DecodeApi } from './decode.api.ts';

/** Two were seen to halve the time; a third waits for the same storage. */
const WORKERS = 2;
const start = () => new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' });

interface Decoder {
  bridge: WorkerBridge<DecodeApi>;
  /** Segments given to it and not yet read. */
  busy: number;
}

/** So long after a pause one of them works alone: it is then that the first rows come on screen, and drawing them must not wait for its turn. */
const ALONE_MS = 300;

const decoders: Decoder[] = Array.from({ length: WORKERS }, () => ({
  bridge: new WorkerBridge<DecodeApi>('decode', start, { afterMs: 5000 }),
  busy: 0,
}));

/** When the first of the segments now at work was given. */
let beganAt = 0;

/** Has the least busy worker read a segment. */
const read: ReadSegment = async (task) => {
  if (decoders.every(({ busy }) => busy === 0)) beganAt = performance.now();
  const inUse = performance.now() - beganAt < ALONE_MS ? decoders.slice(0, 1) : decoders;
  const decoder = inUse.reduce((least, other) => (other.busy < least.busy ? other : least));
  const { bytes } = task;
  decoder.busy++;
  try {
    return await decoder.bridge.run((remote) => remote.readSegment(bytes instanceof Uint8Array ? transfer(task, [bytes.buffer]) : task));
  } finally {
    decoder.busy--;
  }
};

function warmUp(): void {
  for (const { bridge } of decoders) bridge.warmUp();
}

/** Two segments a worker: one is decoded while the other is fetched or stored. */
export const decodeWorkers = { read, warmUp, atOnce: 2 * WORKERS };
