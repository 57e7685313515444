import type { EndpointInfo } from '#lib/core/endpoint';
import type { Trouble } from '#lib/core/job';
import type { Manifest } from '#lib/core/manifest';
import type { ProviderName } from '#lib/core/recipe';
import { codecOf } from '#lib/providers/registry';
import { listDatasets } from '#lib/storage/datasets';
import type { BundleFolder } from './import-bundle-folders.ts';
import type { ReadFolder } from './import-bundle-read.ts';
import { providerOf } from './take-in-records.ts';

/** How far a job has come: nothing sent; something at the provider; all answers here; or all over, with no answers among the files. */
export type BundleStage = 'built' | 'sent' | 'answered' | 'over';

/** What a person should know of a job before it is taken in. */
export type BundleFacts =
  | { ok: false; root: string; trouble: Trouble }
  | {
      ok: true;
      root: string;
      kind: BundleFolder['kind'];
      id: string;
      name: string;
      provider: ProviderName;
      model: string;
      /** Null: the folder does not tell. */
      endpoint: EndpointInfo | null;
      rows: number;
      rounds: number;
      batches: number;
      requests: number;
      stage: BundleStage;
      /** Files it should have and has not. */
      lacksTable: boolean;
      lacksRequests: boolean;
      /** The job here that has its id. `isSame`: it is this very job. */
      here: { jobId: string; name: string; isSame: boolean } | null;
    };

export function hasResults(
  files: ReadonlyMap<string, Blob>,
  provider: ProviderName,
  { k, batchId }: { k: number; batchId: string | null },
): boolean {
  if (batchId === null) return false;
  const { paths } = codecOf(provider);
  return files.has(paths.output(k, batchId)) || files.has(paths.errors(k, batchId));
}

function stageOf({ batches }: Manifest, files: ReadonlyMap<string, Blob>, provider: ProviderName): BundleStage {
  const live = batches.filter(({ state }) => state !== 'split');
  if (live.every(({ state, batchId }) => batchId === null && (state === 'built' || state === 'failed'))) return 'built';
  if (live.every((part) => part.state === 'failed' || hasResults(files, provider, part))) return 'answered';
  return live.every(({ state }) => state === 'collected' || state === 'failed') ? 'over' : 'sent';
}

export async function bundleFacts(
  { root, kind }: BundleFolder,
  { manifest, files, source }: ReadFolder,
  here: Extract<BundleFacts, { ok: true }>['here'],
): Promise<BundleFacts> {
  const { job, dataset, recipes, rounds, batches } = manifest;
  const provider = providerOf(manifest);
  const { paths } = codecOf(provider);
  const hasTable = dataset === null || source !== null || (await listDatasets()).some(({ id }) => id === dataset.id);
  const sum = (of: (batch: Manifest['batches'][number]) => number) => batches.reduce((total, batch) => total + of(batch), 0);
  return {
    ok: true,
    root,
    kind,
    id: job.id,
    name: job.name,
    provider,
    model: recipes.at(-1)!.recipe.question.model,
    endpoint: job.endpoint,
    rows: dataset?.rowCount ?? sum((batch) => batch.rows),
    rounds: rounds.length,
    batches: batches.length,
    requests: sum((batch) => batch.requests),
    stage: stageOf(manifest, files, provider),
    lacksTable: !hasTable,
    lacksRequests: batches.some(({ k, state }) => state !== 'split' && !files.has(paths.input(k))),
    here,
  };
}
