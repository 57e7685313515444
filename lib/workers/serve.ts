import { expose } from 'comlink';

/** Worker side of a bridge: offers the functions and says it is ready. */
export function serve(api: object): void {
  expose(api);
  self.postMessage('ready');
}
