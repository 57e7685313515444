import type { Trouble } from '#lib/core/job';
import type { Recipe } from '#lib/core/recipe';
import type { Sample } from '#lib/core/samples';
import type { EndpointInfo } from '#lib/core/endpoint';
import { createJob, type Created } from '#lib/jobs/commands';
import { listEndpoints } from '#lib/jobs/endpoints';
import { sampleFiles } from '#lib/jobs/sample-files';
import { proxy } from '#lib/workers/bridge';
import { tableWorker } from '#lib/workers/table.client';

const failed = (what: string, todo: string, details: string | null): { ok: false; trouble: Trouble } => ({
  ok: false,
  trouble: { what, meaning: 'No job was made and nothing was sent.', todo, details },
});

async function load(sample: Sample): Promise<{ file: File; recipe: Recipe; sandbox: EndpointInfo | undefined }> {
  const [endpoints, files] = await Promise.all([listEndpoints(), sampleFiles(sample)]);
  return { ...files, sandbox: endpoints.find((endpoint) => endpoint.kind === 'sandbox' && endpoint.identity !== null) };
}

/**
 * Imports a sample's table and makes its job on the sandbox, to be submitted as soon as it is prepared: nothing leaves
 * the person's own server, so pressing the button is consent enough.
 */
export async function runSample(sample: Sample): Promise<Created> {
  try {
    const { file, recipe, sandbox } = await load(sample);
    if (!sandbox) return failed('The sandbox is not running on this server.', 'Restart the server, then try again.', null);
    const silent = proxy(() => {});
    const outcome = await tableWorker.run((remote) => remote.importFile(file, {}, silent));
    if (!outcome.ok) return outcome;
    return await createJob({
      name: sample.title,
      jobId: '',
      datasetId: outcome.dataset.id,
      endpoint: sandbox,
      recipe,
      sample: sample.id,
      submitWhenPrepared: { at: Date.now(), texts: outcome.dataset.rowCount, batches: 1, host: sandbox.host, priceUsd: null },
    });
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error);
    return failed('The sample could not be loaded.', 'See that the server is running and can be reached, then try again.', details);
  }
}
