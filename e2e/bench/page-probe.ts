/** A call the window made to one of its workers. Times in milliseconds since 1970, with fractions. */
export interface WorkerCall {
  path: string;
  startedAt: number;
  endedAt: number | null;
}

/** Time the main thread was not free. `task`: by the browser's own word (50 ms and over); `gap`: a timer that came late. */
export interface Block {
  kind: 'task' | 'gap';
  startedAt: number;
  ms: number;
}

export interface Probe {
  calls: WorkerCall[];
  blocks: Block[];
  /** Files handed to the browser's download. */
  saves: { at: number; bytes: number }[];
  clicks: number[];
}

declare global {
  interface Window {
    benchProbe: Probe;
  }
}

/** Runs in every page before its own scripts: notes calls to workers, long tasks, late timers, downloads by link, clicks. */
export function installProbe(): void {
  const now = () => performance.timeOrigin + performance.now();
  const probe: Probe = { calls: [], blocks: [], saves: [], clicks: [] };
  window.benchProbe = probe;
  addEventListener('click', () => probe.clicks.push(now()), { capture: true });

  const open = new WeakMap<Worker, Map<unknown, WorkerCall>>();
  Worker.prototype.postMessage = new Proxy(Worker.prototype.postMessage, {
    apply(post, worker: Worker, args: [message: { id?: unknown; path?: unknown } | null]) {
      const [message] = args;
      if (Array.isArray(message?.path)) {
        const call: WorkerCall = { path: message.path.join('.'), startedAt: now(), endedAt: null };
        probe.calls.push(call);
        callsOf(worker).set(message.id, call);
      }
      return Reflect.apply(post, worker, args);
    },
  });
  function callsOf(worker: Worker): Map<unknown, WorkerCall> {
    const known = open.get(worker);
    if (known) return known;
    const calls = new Map<unknown, WorkerCall>();
    open.set(worker, calls);
    worker.addEventListener('message', ({ data }) => {
      const call = calls.get(data?.id);
      if (call) call.endedAt = now();
      calls.delete(data?.id);
    });
    const end = worker.terminate;
    worker.terminate = () => {
      for (const call of calls.values()) call.endedAt = now();
      end.call(worker);
    };
    return calls;
  }

  const sizes = new Map<string, number>();
  URL.createObjectURL = new Proxy(URL.createObjectURL, {
    apply(create, on, args: [object: Blob | MediaSource]) {
      const url: string = Reflect.apply(create, on, args);
      if (args[0] instanceof Blob) sizes.set(url, args[0].size);
      return url;
    },
  });
  HTMLAnchorElement.prototype.click = new Proxy(HTMLAnchorElement.prototype.click, {
    apply(click, link: HTMLAnchorElement) {
      if (link.download !== '') probe.saves.push({ at: now(), bytes: sizes.get(link.href) ?? 0 });
      Reflect.apply(click, link, []);
    },
  });

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      probe.blocks.push({ kind: 'task', startedAt: performance.timeOrigin + startTime, ms: duration });
  }).observe({ type: 'longtask', buffered: true });
  const BEAT_MS = 8;
  const WORTH_NOTING_MS = 12;
  let beatAt = now();
  setInterval(() => {
    const ms = now() - beatAt - BEAT_MS;
    if (ms > WORTH_NOTING_MS) probe.blocks.push({ kind: 'gap', startedAt: beatAt + BEAT_MS, ms });
    beatAt = now();
  }, BEAT_MS);
}
