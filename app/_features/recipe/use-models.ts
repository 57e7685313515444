import { useEffect, useState } from 'react';
import type { ListedModel } from '#lib/providers/provider';
import { engineWorker } from '#lib/workers/engine.client';

export type ModelsState =
  | { phase: 'none' }
  | { phase: 'loading' }
  | { phase: 'ready'; models: ListedModel[] }
  | { phase: 'failed'; message: string };

/** The provider's own list of models; asked for once for each provider chosen. */
export function useModels(endpointId: string | null): ModelsState {
  const [found, setFound] = useState<{ id: string; state: ModelsState } | null>(null);
  useEffect(() => {
    if (endpointId === null) return;
    let isCurrent = true;
    const settle = (state: ModelsState) => isCurrent && setFound({ id: endpointId, state });
    engineWorker
      .run((remote) => remote.models(endpointId))
      .then(
        (answer) => settle(answer.ok ? { phase: 'ready', models: answer.models } : { phase: 'failed', message: answer.message }),
        (error: unknown) => settle({ phase: 'failed', message: error instanceof Error ? error.message : String(error) }),
      );
    return () => {
      isCurrent = false;
    };
  }, [endpointId]);
  if (endpointId === null) return { phase: 'none' };
  return found?.id === endpointId ? found.state : { phase: 'loading' };
}
