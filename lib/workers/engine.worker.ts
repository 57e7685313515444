import { Engine } from '#lib/jobs/engine';
import { endpointNamed } from '#lib/jobs/endpoints';
import { countRequests } from '#lib/jobs/count-requests';
import { readSegmentsBy } from '#lib/jobs/segment-reader';
import { tryFirstRequest } from '#lib/jobs/try-request';
import { loadApi } from '#lib/providers/apis';
import { workOnFilesBy } from '#lib/jobs/files-work';
import { decodeWorkers } from './decode.client.ts';
import type { EngineApi } from './engine.api.ts';
import { filesWorker } from './files.client.ts';
import { serve } from './serve.ts';

const { origin } = self.location;
readSegmentsBy(decodeWorkers);
workOnFilesBy(filesWorker);
const engine = new Engine((job) => loadApi(job.endpoint, origin));

serve({
  start: () => engine.start(),
  async models(endpointId) {
    const api = await loadApi(await endpointNamed(endpointId), origin);
    const result = await api.models();
    return result.ok ? { ok: true, models: result.value } : { ok: false, message: result.failure.message };
  },
  async permissions(endpointId) {
    const api = await loadApi(await endpointNamed(endpointId), origin);
    return api.permissions();
  },
  async countTokens(endpointId, requests) {
    const api = await loadApi(await endpointNamed(endpointId), origin);
    return countRequests(api, requests, AbortSignal.timeout(60_000));
  },
  async tryFirst(endpointId, datasetId, recipe, jobId) {
    const endpoint = await endpointNamed(endpointId);
    const api = await loadApi(endpoint, origin);
    return tryFirstRequest(api, endpoint, datasetId, recipe, jobId, AbortSignal.timeout(10 * 60_000));
  },
} satisfies EngineApi);
