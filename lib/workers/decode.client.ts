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

/** On no more cores than this, the window waits for workers at work: 13 ms of drawing were seen to take 69. */
const FEW_CORES = 2;
/** So long a job's first rows take from the ledger to the screen with the cores to themselves. */
const DRAWING_MS = 300;

const decoders: Decoder[] = Array.from({ length: WORKERS }, () => ({
  bridge: new WorkerBridge<DecodeApi>('decode', start, { afterMs: 5000 }),
  busy: 0,
}));

/** Has the least busy worker read a segment. */
const read: ReadSegment = async (task) => {
  const decoder = decoders.reduce((least, other) => (other.busy < least.busy ? other : least));
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

function letDraw(): Promise<void> {
  const ms = navigator.hardwareConcurrency > FEW_CORES ? 0 : DRAWING_MS;
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Two segments a worker: one is decoded while the other is fetched or stored. */
export const decodeWorkers = { read, warmUp, letDraw, atOnce: 2 * WORKERS };
