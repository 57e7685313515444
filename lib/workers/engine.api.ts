import type { CallFailure } from '#lib/core/failure';

/** The job engine. Once started it drives every open job whose lock this tab gets; wishes reach it through storage. */
export interface EngineApi {
  start(): Promise<void>;
  models(endpointId: string): Promise<{ ok: true; models: string[] } | { ok: false; message: string }>;
  /** One small read of each kind at an endpoint. */
  permissions(endpointId: string): Promise<Record<'models' | 'files' | 'batches', 'permitted' | CallFailure>>;
}
