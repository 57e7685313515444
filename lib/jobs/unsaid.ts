import type { Trouble } from '#lib/core/job';

/** Where troubles go that found no place in storage: a browser without any room cannot even note that it has none. */
const CHANNEL = 'rowmill-unsaid';

interface Unsaid {
  jobId: string;
  trouble: Trouble;
}

/** Tells every tab of a trouble that could not be stored with its job. To be told again at each try, so that a page opened later hears too. */
export function tellUnsaid(jobId: string, trouble: Trouble): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ jobId, trouble } satisfies Unsaid);
  channel.close();
}

/** Calls `hear` at every such trouble of a job; returns what ends it. */
export function onUnsaid(jobId: string, hear: (trouble: Trouble) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<Unsaid>) => {
    if (data.jobId === jobId) hear(data.trouble);
  });
  return () => channel.close();
}
