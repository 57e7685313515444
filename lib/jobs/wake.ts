/** Every tab's engine listens here: something in storage changed that it should look at. */
const CHANNEL = 'rowmill-engine';

export function wakeEngines(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('wake');
  channel.close();
}

/** Calls `wake` at every wish or change told by any tab; returns what ends it. */
export function onWake(wake: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', wake);
  return () => channel.close();
}
