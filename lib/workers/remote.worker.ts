import { endpointNamed } from '#lib/jobs/endpoints';
import { cancelRemote, deleteRemote, remotePage } from '#lib/jobs/remote-acts';
import { takeInRemote } from '#lib/jobs/remote-take-in';
import { loadApi } from '#lib/providers/apis';
import type { RemoteApi } from './remote.api.ts';
import { serve } from './serve.ts';

const { origin } = self.location;
/** Downloads of whole batches take as long as they take; aborting ends the worker. */
const never = new AbortController().signal;

async function at(endpointId: string) {
  const endpoint = await endpointNamed(endpointId);
  return { endpoint, api: await loadApi(endpoint, origin) };
}

serve({
  async page(endpointId, after) {
    const { api } = await at(endpointId);
    return remotePage(api, after);
  },
  async customId(endpointId, batchId) {
    const { api } = await at(endpointId);
    const told = await api.someCustomId(batchId, AbortSignal.timeout(60_000));
    return told.ok ? told.value : null;
  },
  async takeIn(endpointId, wish) {
    const { api, endpoint } = await at(endpointId);
    return takeInRemote(api, endpoint, wish, never);
  },
  async cancel(endpointId, batchId) {
    const { api } = await at(endpointId);
    return cancelRemote(api, batchId);
  },
  async remove(endpointId, batchId) {
    const { api, endpoint } = await at(endpointId);
    return deleteRemote(api, endpoint, batchId);
  },
} satisfies RemoteApi);
