import type { TrialOutcome } from '#lib/jobs/try-request';
import type { Trouble } from '#lib/core/job';
import type { Recipe } from '#lib/core/recipe';
import type { ListedModel, Permission } from '#lib/providers/provider';

/** The job engine. Once started it drives every open job whose lock this tab gets; wishes reach it through storage. */
export interface EngineApi {
  start(): Promise<void>;
  models(endpointId: string): Promise<{ ok: true; models: ListedModel[] } | { ok: false; message: string }>;
  /** One small read of each kind at an endpoint. */
  permissions(endpointId: string): Promise<{ models: Permission; files: Permission | null; batches: Permission }>;
  /**
   * Input tokens of requests by the provider's own count; null where it does not count. It gets their texts, answers none
   * and charges nothing.
   */
  countTokens(endpointId: string, requests: string[]): Promise<{ ok: true; tokens: number[] } | { ok: false; trouble: Trouble } | null>;
  /** Sends the recipe's first request live; see `tryFirstRequest`. */
  tryFirst(endpointId: string, datasetId: string, recipe: Recipe, jobId: string): Promise<TrialOutcome>;
}
