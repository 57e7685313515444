import { useEffect, useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import { listEndpoints } from '#lib/jobs/endpoints';

interface Answer {
  turn: number;
  endpoints: EndpointInfo[] | null;
  fault: string | null;
}

/** The endpoints of this server. `endpoints` null until read; `fault`: it could not be asked. */
export function useServerEndpoints(): { endpoints: EndpointInfo[] | null; fault: string | null; again: () => void } {
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const settle = (found: Omit<Answer, 'turn'>) => isCurrent && setAnswer({ turn, ...found });
    listEndpoints().then(
      (endpoints) => settle({ endpoints, fault: null }),
      (error: unknown) => settle({ endpoints: null, fault: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [turn]);
  const now = answer?.turn === turn ? answer : null;
  return { endpoints: now?.endpoints ?? null, fault: now?.fault ?? null, again: () => setTurn(turn + 1) };
}
