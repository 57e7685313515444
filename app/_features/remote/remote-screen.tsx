'use client';
import { useState } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Segmented } from '../../_ui/segmented.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { RemoteJobs } from './remote-jobs.tsx';
import { useServerEndpoints } from './use-endpoints.ts';

const toConnections = (
  <Button variant="primary" href="/connections">
    To the connections
  </Button>
);

function Unreachable({ details, onAgain }: { details: string; onAgain: () => void }) {
  return (
    <Callout
      tone="error"
      what="The server cannot be reached."
      meaning="Batches at the provider go on, and nothing is lost, but what is there cannot be listed now."
      todo="Start the server, or check the connection to it."
      details={details}
      actions={
        <Button size="sm" onClick={onAgain}>
          Try again
        </Button>
      }
    />
  );
}

function Choice({ endpoints }: { endpoints: EndpointInfo[] }) {
  const open = endpoints.filter(({ identity }) => identity !== null);
  const without = endpoints.filter(({ identity }) => identity === null);
  const [chosen, setChosen] = useState<string | null>(null);
  const endpoint = open.find(({ id }) => id === chosen) ?? open[0];
  if (!endpoint) {
    return (
      <EmptyState title="No provider is connected" actions={toConnections}>
        Once this server has a key, the batches made with it are listed here.
      </EmptyState>
    );
  }
  return (
    <>
      <Segmented
        label="Provider"
        hideLabel
        className="mb-4"
        value={endpoint.id}
        onChange={setChosen}
        options={open.map(({ id, label }) => ({ value: id, label }))}
      />
      {without.length > 0 && (
        <p className="mb-4 text-sm text-muted">Without a key, and so not listed: {without.map(({ label }) => label).join(', ')}.</p>
      )}
      <RemoteJobs key={endpoint.identity} endpoint={endpoint} endpoints={endpoints} />
    </>
  );
}

/** Batches as the providers list them, whoever made them. */
export function RemoteScreen() {
  const { endpoints, fault, again } = useServerEndpoints();
  return (
    <>
      <PageHeader
        title="At the provider"
        meta="Batches as the provider lists them, made here, in another browser or by another program with the same key. Looking changes nothing there."
      />
      {fault !== null && <Unreachable details={fault} onAgain={again} />}
      {fault === null && !endpoints && <Skeleton lines={6} label="Asking the server" />}
      {fault === null && endpoints && <Choice endpoints={endpoints} />}
    </>
  );
}
