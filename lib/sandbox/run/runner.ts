/** Works on batches in the background. */
export interface Runner<T> {
  start(record: T): void;
  /** Wakes a batch that is to be cancelled. */
  cancel(id: string): void;
  /** Stops all work where it is, to be gone on with by `start` in another run. */
  stop(): Promise<void>;
}

/** What wakes a batch from waiting. */
export interface Wake {
  /** Fires on cancelling and on stopping; a fresh one after each cancelling. */
  waking(): AbortSignal;
  stopping: AbortSignal;
}

interface Run {
  waking: AbortController;
  done: Promise<void>;
}

/** `runToEnd` takes a batch through its states until it has ended or the service stops, and never rejects. */
export function createRunner<T extends { id: string }>(runToEnd: (record: T, wake: Wake) => Promise<void>): Runner<T> {
  const runs = new Map<string, Run>();
  const stopping = new AbortController();
  return {
    start(record) {
      const first = new AbortController();
      const waking = (): AbortSignal => (runs.get(record.id)?.waking ?? first).signal;
      const done = runToEnd(record, { waking, stopping: stopping.signal });
      runs.set(record.id, { waking: first, done: done.finally(() => runs.delete(record.id)) });
    },
    cancel(id) {
      const run = runs.get(id);
      if (!run) return;
      const before = run.waking;
      // What follows the cancelling waits on a fresh signal.
      run.waking = new AbortController();
      before.abort();
    },
    async stop() {
      stopping.abort();
      const running = [...runs.values()];
      for (const run of running) run.waking.abort();
      await Promise.all(running.map((run) => run.done));
    },
  };
}
