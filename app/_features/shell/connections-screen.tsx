'use client';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { CheckNowIcon } from '../../_ui/icons.ts';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { EndpointCard } from './endpoint-card.tsx';
import { useConnections } from './use-connections.ts';

/** Where requests can go from here, and whether they would be let in. */
export function ConnectionsScreen() {
  const { endpoints, asked, trouble, checkAgain } = useConnections();
  return (
    <div className="mx-auto max-w-4xl">
      <PageHeader
        title="Connections"
        meta="Keys live in the server’s environment. A job stays with the key and address it was prepared for."
        actions={
          <Button icon={CheckNowIcon} onClick={checkAgain}>
            Check again
          </Button>
        }
      />
      {trouble && <Callout tone="error" {...trouble} className="mb-4" />}
      {!endpoints && !trouble && <Skeleton lines={8} label="Asking the server" />}
      <div className="space-y-4">
        {!trouble &&
          endpoints?.map((endpoint) => <EndpointCard key={endpoint.id} endpoint={endpoint} asked={asked[endpoint.id] ?? null} />)}
      </div>
    </div>
  );
}
