import type { EndpointInfo } from '#lib/core/endpoint';
import type { JobRole, Trouble } from '#lib/core/job';
import { slugJobId } from '#lib/core/job-id';
import type { Manifest } from '#lib/core/manifest';
import { isStorageFull } from '#lib/core/stopping-error';
import { codecOf } from '#lib/providers/registry';
import { zipTrouble } from '#lib/table/zip-reader';
import { digestBlob } from '#lib/table/digest';
import { bundleFacts, type BundleFacts } from './import-bundle-facts.ts';
import { bundleFolders, readFolder, type ReadFolder } from './import-bundle-read.ts';
import { mergeBundle } from './import-bundle-merge.ts';
import { storeBundle } from './import-bundle-store.ts';
import type { TakenIn } from './take-in.ts';
import { jobHere, isSameJob } from './take-in.ts';
import { providerOf } from './take-in-records.ts';

/** What a zip holds: each job with what is known of it, or why it cannot be taken in. */
export type BundleLook = { ok: true; jobs: BundleFacts[] } | { ok: false; trouble: Trouble };

/** How a job is taken in: as it is; under another id, beside the one here; or into the one here, which is the same job. */
export interface BundleWish {
  root: string;
  how: 'new' | 'apart' | 'merge';
  role: JobRole;
  /** Where its batches are, where the bundle does not tell. */
  endpoint?: EndpointInfo;
}

type OnBytes = (bytesDone: number) => void;

function counter(onBytes: OnBytes): (bytes: number) => void {
  let done = 0;
  return (bytes) => onBytes((done += bytes));
}

/** Room that ran out while a zip was being unpacked or stored; anything else is not expected. */
function fullTrouble(error: unknown): { ok: false; trouble: Trouble } {
  if (!isStorageFull(error)) throw error;
  return {
    ok: false,
    trouble: {
      what: 'The browser has no room left for this job.',
      meaning: 'It was not taken in. Nothing was sent.',
      todo: 'Make room: save bundles of finished jobs and delete them, or remove tables. Then choose the zip again.',
      details: error instanceof Error ? error.message : null,
    },
  };
}

/** Says what a zip holds; nothing is stored. Every file is read and checked, so that what is taken in later is known to be whole. */
export async function lookAtBundle(zip: Blob, onBytes: OnBytes): Promise<BundleLook> {
  const found = await bundleFolders(zip);
  if (!found.ok) return found;
  const count = counter(onBytes);
  const jobs: BundleFacts[] = [];
  for (const folder of found.folders) {
    const reading = await readFolder(zip, folder, count);
    const faults = reading.ok ? await digestTrouble(reading) : reading.trouble;
    if (!reading.ok || faults) jobs.push({ ok: false, root: folder.root, trouble: faults! });
    else {
      const here = await jobHere(reading.manifest);
      const isSame = here ? await isSameJob(reading.manifest, here.id) : false;
      jobs.push(await bundleFacts(folder, reading, here ? { jobId: here.id, name: here.name, isSame } : null));
    }
  }
  return { ok: true, jobs };
}

/** Input files that are not those the job was sent with: what came back would be joined to other rows. */
async function digestTrouble({ manifest, files }: ReadFolder): Promise<Trouble | null> {
  const { paths } = codecOf(providerOf(manifest));
  for (const { k, digest } of manifest.batches) {
    const file = files.get(paths.input(k));
    if (file && (await digestBlob(file)) !== digest) {
      return zipTrouble(`The requests of batch ${k} in this zip are not those its description names: one of them was changed.`);
    }
  }
  return null;
}

async function take(zip: Blob, wish: BundleWish, onBytes: OnBytes): Promise<TakenIn> {
  const found = await bundleFolders(zip);
  if (!found.ok) return found;
  const folder = found.folders.find(({ root }) => root === wish.root);
  if (!folder) return { ok: false, trouble: zipTrouble('The zip is not the one that was looked at.') };
  const reading = await readFolder(zip, folder, counter(onBytes));
  const fault = reading.ok ? await digestTrouble(reading) : reading.trouble;
  if (!reading.ok || fault) return { ok: false, trouble: fault! };
  const here = await jobHere(reading.manifest);
  if (here && wish.how === 'merge') return mergeBundle(here.id, reading);
  const jobId = here && wish.how === 'apart' ? apartId(reading.manifest) : undefined;
  return storeBundle(reading, { role: wish.role, endpoint: wish.endpoint, jobId });
}

const apartId = ({ job }: Manifest) => slugJobId(job.id);

/** Takes a job of a zip in, whole or not at all. A job that is here already is never overwritten. */
export async function takeBundle(zip: Blob, wish: BundleWish, onBytes: OnBytes): Promise<TakenIn> {
  try {
    return await take(zip, wish, onBytes);
  } catch (error) {
    return fullTrouble(error);
  }
}
