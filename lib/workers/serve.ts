import { expose } from 'comlink';

/** Worker side of a bridge: offers the functions and says it is ready, naming the lock it holds for as long as it lives. */
export function serve(api: object): void {
  expose(api);
  const life = `rowmill-worker-${crypto.randomUUID()}`;
  void navigator.locks.request(life, () => {
    self.postMessage({ ready: life });
    return new Promise(() => {});
  });
}
