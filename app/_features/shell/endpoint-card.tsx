import type { EndpointInfo } from '#lib/core/endpoint';
import { troubleOf, type CallFailure } from '#lib/core/failure';
import { Badge } from '../../_ui/badge.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { CopyButton } from '../../_ui/copy-button.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { CancelIcon, OkIcon } from '../../_ui/icons.ts';
import { Section } from '../../_ui/section.tsx';
import { connectionState, KINDS, type Asked, type ConnectionState, type Permissions } from './connection-state.ts';

const KIND_WORDS = {
  models: ['Models', 'to list what can be chosen'],
  files: ['Files', 'to upload requests and fetch answers'],
  batches: ['Batches', 'to submit, watch and cancel'],
} as const;

function answerWords(answer: 'permitted' | CallFailure): string {
  if (answer === 'permitted') return 'permitted';
  return answer.kind === 'auth' ? 'not permitted' : `not known. ${troubleOf(answer).what}`;
}

function Permission({ kind, answer }: { kind: (typeof KINDS)[number]; answer: 'permitted' | CallFailure | undefined }) {
  const [name, purpose] = KIND_WORDS[kind];
  const isPermitted = answer === 'permitted';
  return (
    <li className="flex items-start gap-2">
      {answer === undefined && <span className="mt-0.5 size-4 shrink-0 animate-pulse rounded-full bg-sunken" />}
      {answer !== undefined && isPermitted && <OkIcon size={17} className="mt-0.5 shrink-0 text-ok" />}
      {answer !== undefined && !isPermitted && <CancelIcon size={17} className="mt-0.5 shrink-0 text-error" />}
      <span className="min-w-0">
        <span className="font-medium">{name}</span>
        <span className="text-muted">
          {' '}
          {purpose}
          {answer !== undefined && `: ${answerWords(answer)}`}
        </span>
      </span>
    </li>
  );
}

function PermissionList({ permissions }: { permissions: Permissions | null }) {
  return (
    <ul className="space-y-1" aria-label="What the key may do">
      {KINDS.map((kind) => (
        <Permission key={kind} kind={kind} answer={permissions?.[kind]} />
      ))}
    </ul>
  );
}

const keyFacts = (endpoint: EndpointInfo) =>
  endpoint.keyVariable === null
    ? []
    : [
        {
          name: 'Key goes into',
          value: (
            <span className="flex flex-wrap items-center gap-x-1">
              <code className="font-mono text-sm">{endpoint.keyVariable}</code>
              <CopyButton text={endpoint.keyVariable} label={`Copy ${endpoint.keyVariable}`} />
              <span className="text-muted">in the server’s environment; it never reaches this browser</span>
            </span>
          ),
        },
        {
          name: 'Key fingerprint',
          value: endpoint.fingerprint ? <code className="font-mono text-sm">{endpoint.fingerprint}</code> : 'no key is set',
        },
      ];

const hostFact = (endpoint: EndpointInfo) => ({
  name: 'Requests go to',
  value: <code className="font-mono text-sm">{endpoint.host}</code>,
});

const ABOUT_SANDBOX =
  'A practice provider that runs beside this server. It takes files and batches as the real one does and makes its answers up from ' +
  'your schema; no model reads your texts, nothing leaves the server and nothing costs money. Its answers are marked wherever they appear.';

function Standing({ state }: { state: ConnectionState }) {
  if (!state.trouble) return null;
  return <Callout tone={state.tone === 'error' ? 'error' : 'warn'} {...state.trouble} />;
}

/** One endpoint: how it stands, what its key may do, where the key goes. */
export function EndpointCard({ endpoint, asked }: { endpoint: EndpointInfo; asked: Asked }) {
  const state = connectionState(endpoint, asked);
  return (
    <Section title={endpoint.label} aside={<Badge tone={state.tone}>{state.words}</Badge>}>
      {endpoint.kind === 'sandbox' && <p className="max-w-[70ch] text-muted">{ABOUT_SANDBOX}</p>}
      <Standing state={state} />
      <FactList facts={[hostFact(endpoint), ...keyFacts(endpoint)]} />
      {endpoint.identity !== null && asked?.ok !== false && <PermissionList permissions={asked?.ok ? asked.permissions : null} />}
    </Section>
  );
}
