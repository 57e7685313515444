import type { Manifest } from '#lib/core/manifest';
import type { RoundsTaken } from '#lib/jobs/share-rounds';
import type { JobLinked, RecipeLinked } from '#lib/jobs/share';
import type { Rebuilt } from '#lib/jobs/rebuild';
import type { TakenIn } from '#lib/jobs/take-in';

export type { JobLink, JobLinked, RecipeLinked } from '#lib/jobs/share';

/** Links to jobs and recipes: made, and taken in. What goes wrong comes back in words. */
export interface ShareApi {
  /** See `linkJob`. */
  linkJob(jobId: string): Promise<JobLinked>;
  /** See `noteShared`. */
  noteShared(jobId: string): Promise<void>;
  /** See `linkRecipe`. */
  linkRecipe(jobId: string, isWithExamples: boolean): Promise<RecipeLinked>;
  /** See `takeInLinked`. */
  takeIn(manifest: Manifest, jobId?: string): Promise<TakenIn>;
  /** See `takeRounds`. */
  takeRounds(jobId: string): Promise<RoundsTaken>;
  /** See `rebuildFromTable`. */
  addTable(jobId: string, datasetId: string): Promise<Rebuilt>;
}
