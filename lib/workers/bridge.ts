import { proxy, wrap } from 'comlink';

/** A worker's functions as the window calls them. comlink's own type splits a promise of a union into a union of promises. */
type Remote<Api> = {
  [Name in keyof Api]: Api[Name] extends (...args: infer Args) => infer Result ? (...args: Args) => Promise<Awaited<Result>> : never;
};

/** How long a worker may take to load before it counts as broken. */
const READY_TIMEOUT_MS = 30_000;

class WorkerFailedError extends Error {
  constructor(name: string, cause?: unknown) {
    super(`The ${name} worker did not start. Reload the page; nothing stored is lost.`, { cause });
    this.name = 'WorkerFailedError';
  }
}

/**
 * Window side of a worker: started at the first call, ended on abort or by `end`. A module that fails to load
 * reaches only `onerror`, with an empty message, so the worker says `ready` first and a timeout stands behind it.
 */
export class WorkerBridge<Api extends object> {
  #start: () => Worker;
  #name: string;
  #worker: Worker | null = null;
  #remote: Promise<Remote<Api>> | null = null;

  constructor(name: string, start: () => Worker) {
    this.#name = name;
    this.#start = start;
  }

  /** The worker's functions. Callbacks among the arguments must go through {@link proxy}. */
  get remote(): Promise<Remote<Api>> {
    this.#remote ??= this.#open();
    return this.#remote;
  }

  /** Runs one call; aborting ends the worker, and with it everything it was doing. */
  async run<T>(call: (remote: Remote<Api>) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const remote = await this.remote;
    if (!signal) return call(remote);
    return new Promise<T>((resolve, reject) => {
      const abort = () => {
        this.end();
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      call(remote)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', abort));
    });
  }

  end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#remote = null;
  }

  #open(): Promise<Remote<Api>> {
    const worker = this.#start();
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      const fail = (cause?: unknown) => {
        this.end();
        reject(new WorkerFailedError(this.#name, cause));
      };
      const timer = setTimeout(fail, READY_TIMEOUT_MS);
      worker.addEventListener('error', fail, { once: true });
      worker.addEventListener('message', function ready(event) {
        if (event.data !== 'ready') return;
        worker.removeEventListener('message', ready);
        worker.removeEventListener('error', fail);
        clearTimeout(timer);
        resolve(wrap(worker) as unknown as Remote<Api>);
      });
    });
  }
}

export { proxy };
