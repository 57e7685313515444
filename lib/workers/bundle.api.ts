import type { BundleLook, BundleWish } from '#lib/jobs/import-bundle';
import type { Rebuilt } from '#lib/jobs/rebuild';
import type { TakenIn } from '#lib/jobs/take-in';

export type { BundleLook, BundleWish } from '#lib/jobs/import-bundle';
export type { BundleFacts } from '#lib/jobs/import-bundle-facts';

/** Jobs that come from elsewhere. Each call passes over files as streams; what goes wrong comes back in words. */
export interface BundleApi {
  /** See `lookAtBundle`: what a zip holds; nothing is stored. */
  look(zip: File, onBytes: (bytesDone: number) => void): Promise<BundleLook>;
  /** See `takeBundle`. */
  take(zip: File, wish: BundleWish, onBytes: (bytesDone: number) => void): Promise<TakenIn>;
  /** See `rebuildFromTable`: gives a job that lacks it its table. */
  addTable(jobId: string, datasetId: string): Promise<Rebuilt>;
  /** See `rebuildFromInputs`: gives a job its rows out of its input files, by number of their batch. */
  addInputs(jobId: string, files: Map<number, Blob>): Promise<Rebuilt>;
  /** See `rebuildFromIds`. */
  addIds(jobId: string): Promise<Rebuilt>;
}
