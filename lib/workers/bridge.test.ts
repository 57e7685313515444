import { expose } from 'comlink';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkerBridge, WorkerGoneError } from './bridge.ts';

/** A worker on a message channel, and the lock it would hold. */
class FakeWorker extends EventTarget {
  readonly #channel = new MessageChannel();
  isEnded = false;

  constructor(api: object, isLoading = false) {
    super();
    expose(api, this.#channel.port2 as unknown as Parameters<typeof expose>[1]);
    this.#channel.port1.addEventListener('message', ({ data }) => this.dispatchEvent(new MessageEvent('message', { data })));
    this.#channel.port1.start();
    if (!isLoading) queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: { ready: 'life' } })));
  }

  postMessage(data: unknown): void {
    if (!this.isEnded) this.#channel.port1.postMessage(data);
  }

  terminate(): void {
    this.isEnded = true;
    this.#channel.port1.close();
  }
}

interface Api {
  add(a: number, b: number): number;
  never(): Promise<void>;
}

const api: Api = { add: (a, b) => a + b, never: () => new Promise(() => {}) };

let workers: FakeWorker[];
let locks: (() => void)[];
const bridge = (isLoading = false) =>
  new WorkerBridge<Api>('test', () => {
    workers.push(new FakeWorker(api, isLoading));
    return workers.at(-1) as unknown as Worker;
  });

beforeEach(() => {
  workers = [];
  locks = [];
  vi.stubGlobal('navigator', { locks: { request: (_: string, granted: () => void) => locks.push(granted) } });
});
afterEach(() => {
  for (const worker of workers) worker.terminate();
  vi.unstubAllGlobals();
});

describe('a worker that ends in the middle of a call', () => {
  const ends: Record<string, () => void> = {
    'by an error nobody caught': () => workers[0]!.dispatchEvent(Object.assign(new Event('error'), { message: 'broken' })),
    'by a message that cannot be read': () => workers[0]!.dispatchEvent(new Event('messageerror')),
    'without a word': () => locks[0]!(),
  };

  it.each(Object.keys(ends))('%s: the call fails, and the next has a worker of its own', async (how) => {
    const one = bridge();
    const call = one.run((remote) => remote.never());
    const other = one.run((remote) => remote.never());
    const ended = one.ended();
    await vi.waitFor(() => expect(locks).toHaveLength(1));
    ends[how]!();
    await expect(call).rejects.toBeInstanceOf(WorkerGoneError);
    await expect(other).rejects.toThrow('broke off');
    expect(await ended).toBeInstanceOf(WorkerGoneError);
    expect(workers[0]!.isEnded).toBe(true);
    expect(await one.run((remote) => remote.add(2, 3))).toBe(5);
    expect(workers).toHaveLength(2);
    // Its lock comes free late, and is none of the next one's business.
    locks[0]!();
    expect(await one.run((remote) => remote.add(1, 1))).toBe(2);
  });
});

it('a call that is aborted rejects with the reason given, and ends the worker for the others', async () => {
  const one = bridge();
  const control = new AbortController();
  const call = one.run((remote) => remote.never(), control.signal);
  const other = one.run((remote) => remote.never());
  await vi.waitFor(() => expect(locks).toHaveLength(1));
  control.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
  await expect(other).rejects.toBeInstanceOf(WorkerGoneError);
  expect(workers[0]!.isEnded).toBe(true);
});

it('a worker that does not load is told of, and tried again by the next call', async () => {
  const one = bridge(true);
  const call = one.run((remote) => remote.add(1, 1));
  workers[0]!.dispatchEvent(new Event('error'));
  await expect(call).rejects.toThrow('did not start');
  const next = one.run((remote) => remote.add(1, 1));
  workers[1]!.dispatchEvent(new MessageEvent('message', { data: { ready: 'life' } }));
  expect(await next).toBe(2);
});

it('a worker made ready is the one the next call runs in; one that does not load is told of by that call', async () => {
  const one = bridge();
  one.warmUp();
  expect(workers).toHaveLength(1);
  expect(await one.run((remote) => remote.add(1, 1))).toBe(2);
  expect(workers).toHaveLength(1);
  const broken = bridge(true);
  broken.warmUp();
  const call = broken.run((remote) => remote.add(1, 1));
  workers[1]!.dispatchEvent(new Event('error'));
  await expect(call).rejects.toThrow('did not start');
});

describe('a worker that rests', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  const resting = (isHeld: () => boolean) =>
    new WorkerBridge<Api>(
      'test',
      () => {
        workers.push(new FakeWorker(api));
        return workers.at(-1) as unknown as Worker;
      },
      { afterMs: 1000, isHeld },
    );

  it('ends once nothing has been asked of it for long enough, and is started anew', async () => {
    const one = resting(() => false);
    const slow = one.run((remote) => remote.never());
    slow.catch(() => {});
    expect(await one.run((remote) => remote.add(1, 2))).toBe(3);
    await vi.advanceTimersByTimeAsync(5000);
    expect(workers[0]!.isEnded).toBe(false);
    one.end();
    await expect(slow).rejects.toBeInstanceOf(WorkerGoneError);
    expect(await one.run((remote) => remote.add(1, 2))).toBe(3);
    await vi.advanceTimersByTimeAsync(900);
    expect(await one.run((remote) => remote.add(2, 2))).toBe(4);
    await vi.advanceTimersByTimeAsync(900);
    expect(workers[1]!.isEnded).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(workers[1]!.isEnded).toBe(true);
    expect(await one.run((remote) => remote.add(3, 3))).toBe(6);
    expect(workers).toHaveLength(3);
  });

  it('stays while it holds something', async () => {
    let isHeld = true;
    const one = resting(() => isHeld);
    await one.run((remote) => remote.add(1, 2));
    await vi.advanceTimersByTimeAsync(5000);
    expect(workers[0]!.isEnded).toBe(false);
    isHeld = false;
    await one.run((remote) => remote.add(1, 2));
    await vi.advanceTimersByTimeAsync(1000);
    expect(workers[0]!.isEnded).toBe(true);
  });
});
