import { useCallback, useEffect, useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import { listEndpoints } from '#lib/jobs/endpoints';

export type EndpointsState = { phase: 'loading' } | { phase: 'ready'; endpoints: EndpointInfo[] } | { phase: 'failed'; details: string };

/** The providers this server offers, and a way to ask again. */
export function useEndpoints(): { state: EndpointsState; again: () => void } {
  const [state, setState] = useState<EndpointsState>({ phase: 'loading' });
  const ask = useCallback((isCurrent: () => boolean) => {
    listEndpoints().then(
      (endpoints) => isCurrent() && setState({ phase: 'ready', endpoints }),
      (error: unknown) => isCurrent() && setState({ phase: 'failed', details: error instanceof Error ? error.message : String(error) }),
    );
  }, []);
  useEffect(() => {
    let current = true;
    ask(() => current);
    return () => {
      current = false;
    };
  }, [ask]);
  const again = () => {
    setState({ phase: 'loading' });
    ask(() => true);
  };
  return { state, again };
}
