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

/** A worker that ended in the middle of its work: out of memory, broken by an error nobody caught, or ended for another call. */
export class WorkerGoneError extends Error {
  constructor(name: string, cause?: unknown) {
    super(`The ${name} worker broke off; it may have run out of memory. Nothing stored is lost, and the same can be tried again.`, {
      cause,
    });
    this.name = 'WorkerGoneError';
  }
}

/** A worker that runs. `gone` never resolves; it rejects once the worker is no more, for whatever reason. */
interface Live<Api> {
  remote: Remote<Api>;
  gone: Promise<never>;
}

/** When a worker goes that nothing is asked of, and its memory with it: after so many milliseconds, unless it holds something for later. */
export interface Rest {
  afterMs: number;
  isHeld?: () => boolean;
}

/**
 * Window side of a worker: started at the first call, ended on abort, by `end` or to rest, started anew by the next call. A module that
 * fails to load reaches only `onerror`, with an empty message, so the worker says it is ready first and a timeout stands behind it.
 * A worker that the browser ends says nothing at all: it holds a lock while it lives, and whoever gets that lock knows.
 */
export class WorkerBridge<Api extends object> {
  readonly #start: () => Worker;
  readonly #name: string;
  readonly #rest: Rest | null;
  #live: Promise<Live<Api>> | null = null;
  #drop: (reason: unknown) => void = () => {};
  #calls = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, start: () => Worker, rest: Rest | null = null) {
    this.#name = name;
    this.#start = start;
    this.#rest = rest;
  }

  /**
   * Runs one call; callbacks among its arguments must go through {@link proxy}. Aborting ends the worker, and with it everything it
   * was doing. Rejects with {@link WorkerGoneError} if the worker ends before it has answered.
   */
  async run<T>(call: (remote: Remote<Api>) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    clearTimeout(this.#timer);
    this.#calls++;
    try {
      return await this.#call(call, signal);
    } finally {
      this.#calls--;
      if (this.#calls === 0) this.#restLater();
    }
  }

  /** Starts the worker, which takes a while, where work for it is about to come. */
  warmUp(): void {
    void this.run(() => Promise.resolve()).catch(() => {});
  }

  #restLater(): void {
    const rest = this.#rest;
    if (!rest) return;
    this.#timer = setTimeout(() => {
      if (!rest.isHeld?.()) this.end();
    }, rest.afterMs);
  }

  async #call<T>(call: (remote: Remote<Api>) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { remote, gone } = await this.#running();
    signal?.throwIfAborted();
    if (!signal) return Promise.race([call(remote), gone]);
    let abort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => {
        reject(signal.reason);
        this.end();
      };
      signal.addEventListener('abort', abort, { once: true });
    });
    return Promise.race([call(remote), aborted, gone]).finally(() => signal.removeEventListener('abort', abort));
  }

  /** Resolves with the reason once the worker that runs now is no more. */
  async ended(): Promise<unknown> {
    const { gone } = await this.#running();
    return gone.catch((reason: unknown) => reason);
  }

  end(): void {
    this.#drop(new WorkerGoneError(this.#name));
  }

  #running(): Promise<Live<Api>> {
    this.#live ??= this.#open();
    return this.#live;
  }

  #open(): Promise<Live<Api>> {
    const name = this.#name;
    const worker = this.#start();
    return new Promise((resolve, reject) => {
      let lose: (reason: unknown) => void = () => {};
      const gone = new Promise<never>((_, fail) => {
        lose = fail;
      });
      // Nobody may be waiting for it.
      gone.catch(() => {});
      const drop = (reason: unknown) => {
        worker.terminate();
        clearTimeout(timer);
        if (this.#drop === drop) this.#live = null;
        reject(reason);
        lose(reason);
      };
      this.#drop = drop;
      let isReady = false;
      const broke = (cause?: unknown) => drop(new (isReady ? WorkerGoneError : WorkerFailedError)(name, cause));
      const timer = setTimeout(broke, READY_TIMEOUT_MS);
      worker.addEventListener('error', (event) => broke(event.message));
      worker.addEventListener('messageerror', () => broke('a message that cannot be read'));
      worker.addEventListener('message', function ready({ data }: MessageEvent<{ ready?: unknown } | null>) {
        if (typeof data?.ready !== 'string') return;
        worker.removeEventListener('message', ready);
        clearTimeout(timer);
        isReady = true;
        void navigator.locks.request(data.ready, () => broke('it ended without a word'));
        resolve({ remote: wrap(worker) as unknown as Remote<Api>, gone });
      });
    });
  }
}

export { proxy };
