import { useCallback, useEffect, useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import type { Trouble } from '#lib/core/job';
import { listEndpoints } from '#lib/jobs/endpoints';
import { engineWorker } from '#lib/workers/engine.client';
import type { Asked } from './connection-state.ts';

const message = (error: unknown) => (error instanceof Error ? error.message : String(error));

const unreachable = (error: unknown): Trouble => ({
  what: 'The server cannot be reached.',
  meaning: 'Jobs and tables in this browser are safe, and batches at the provider go on, but nothing can be sent or collected now.',
  todo: 'Start the server, or check the connection to it. Then check again.',
  details: message(error),
});

async function ask(endpoint: EndpointInfo): Promise<Asked> {
  try {
    return { ok: true, permissions: await engineWorker.run((engine) => engine.permissions(endpoint.id)) };
  } catch (error) {
    return { ok: false, message: message(error) };
  }
}

interface Show {
  endpoints: (endpoints: EndpointInfo[]) => void;
  answer: (identity: string, answer: Asked) => void;
  trouble: (trouble: Trouble | null) => void;
}

/** Asks every endpoint what its key may do, or `only` one. */
async function look(show: Show, only?: string): Promise<void> {
  try {
    const endpoints = await listEndpoints();
    show.endpoints(endpoints);
    show.trouble(null);
    for (const endpoint of endpoints) {
      const { id, identity } = endpoint;
      if (identity !== null && (only ?? id) === id) void ask(endpoint).then((answer) => show.answer(identity, answer));
    }
  } catch (error) {
    show.trouble(unreachable(error));
  }
}

export interface Connections {
  /** Null until the server has answered. */
  endpoints: EndpointInfo[] | null;
  /** By identity, so that an answer on one key is never shown for another. */
  asked: Record<string, Asked>;
  trouble: Trouble | null;
  checkAgain: () => void;
  /** Asks one endpoint, whose key has changed. */
  look: (endpointId: string) => void;
}

/** Every endpoint of this server, each asked what its key may do. */
export function useConnections(): Connections {
  const [endpoints, setEndpoints] = useState<EndpointInfo[] | null>(null);
  const [asked, setAsked] = useState<Record<string, Asked>>({});
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const start = useCallback(
    (only?: string) =>
      look(
        {
          endpoints: setEndpoints,
          answer: (identity, answer) => setAsked((all) => ({ ...all, [identity]: answer })),
          trouble: setTrouble,
        },
        only,
      ),
    [],
  );
  useEffect(() => {
    void start();
  }, [start]);

  const checkAgain = useCallback(() => {
    setAsked({});
    void start();
  }, [start]);
  return { endpoints, asked, trouble, checkAgain, look: (endpointId) => void start(endpointId) };
}
