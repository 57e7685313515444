'use client';
import Link from 'next/link';
import type { EndpointInfo } from '#lib/core/endpoint';
import { chooseEndpoint } from '#lib/core/new-job-provider';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { AgainIcon } from '../../_ui/icons.ts';
import { Select } from '../../_ui/select.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import type { DraftProps } from './draft-props.ts';
import type { EndpointsState } from './use-endpoints.ts';

interface ProviderChoiceProps extends DraftProps {
  endpoints: EndpointsState;
  onAgain: () => void;
  endpoint: EndpointInfo | null;
}

function hintOf(endpoint: EndpointInfo | null): string {
  if (!endpoint) return 'Whoever is chosen here receives the texts once the job is submitted.';
  if (endpoint.kind === 'sandbox')
    return 'Practice answers, made by this server: no model reads the texts, nothing leaves it, nothing is charged.';
  return `The texts go to ${endpoint.host} once the job is submitted, and are charged to its key.`;
}

/** Who answers. Those without a key are named with the reason, not offered. */
export function ProviderChoice({ edit, errorOf, endpoints, onAgain, endpoint }: ProviderChoiceProps) {
  return (
    <div data-field="provider" className="min-w-0 space-y-2">
      {endpoints.phase === 'loading' && (
        <>
          <p className="text-sm font-medium">Provider</p>
          <Skeleton lines={2} label="Asking which providers there are" />
        </>
      )}
      {endpoints.phase === 'failed' && (
        <Callout
          tone="error"
          what="The server cannot be reached, so providers cannot be chosen."
          meaning="Nothing was lost; what you wrote stays in this browser."
          todo="See that Rowmill is running, then ask again."
          details={endpoints.details}
          actions={
            <Button size="sm" icon={AgainIcon} onClick={onAgain}>
              Ask again
            </Button>
          }
        />
      )}
      {endpoints.phase === 'ready' && (
        <>
          <Select
            label="Provider"
            value={endpoint?.identity ? endpoint.id : ''}
            placeholder="Choose a provider"
            options={endpoints.endpoints.filter(({ identity }) => identity !== null).map(({ id, label }) => ({ value: id, label }))}
            onChange={(id) => {
              const chosen = endpoints.endpoints.find((one) => one.id === id);
              if (chosen) edit((draft) => chooseEndpoint(draft, chosen));
            }}
            hint={hintOf(endpoint)}
            error={errorOf('provider')}
          />
          <KeylessNotes endpoints={endpoints.endpoints} />
        </>
      )}
    </div>
  );
}

function KeylessNotes({ endpoints }: { endpoints: EndpointInfo[] }) {
  return endpoints
    .filter(({ identity }) => identity === null)
    .map(({ id, label, keyVariable }) => (
      <p key={id} className="text-sm text-muted">
        {label} cannot be chosen yet: no key is set
        {keyVariable && (
          <>
            {' '}
            (<code className="font-mono text-xs">{keyVariable}</code>)
          </>
        )}
        .{' '}
        <Link className="link" href="/connections">
          Where a key goes
        </Link>
      </p>
    ));
}
