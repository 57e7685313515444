'use client';
import type { EndpointInfo } from '#lib/core/endpoint';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { CheckNowIcon } from '../../_ui/icons.ts';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { EndpointCard } from './endpoint-card.tsx';
import { useTypedKeys } from './use-typed-keys.ts';
import { useConnections } from './use-connections.ts';

/** Where requests can go from here, and whether they would be let in. */
export function ConnectionsScreen() {
  const { endpoints, asked, trouble, checkAgain, look } = useConnections();
  const { fingerprints, note } = useTypedKeys();
  const keyChanged = (endpoint: EndpointInfo) => {
    note(endpoint.id, endpoint.keySource === 'typed' ? endpoint.fingerprint : null);
    look(endpoint.id);
  };
  return (
    <div className="mx-auto max-w-4xl">
      <PageHeader
        title="Connections"
        meta={
          <span className="block max-w-[64ch]">
            Keys stay on the server; no page can read them. A job stays with the key and address it was prepared for.
          </span>
        }
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
          endpoints?.map((endpoint) => (
            <EndpointCard
              key={endpoint.id}
              endpoint={endpoint}
              asked={asked[endpoint.identity ?? ''] ?? null}
              typed={fingerprints[endpoint.id]}
              onKeyChanged={keyChanged}
              onKeyGivenUp={() => note(endpoint.id, null)}
            />
          ))}
      </div>
    </div>
  );
}
