import type { EndpointInfo } from '#lib/core/endpoint';
import { troubleOf } from '#lib/core/failure';
import { bytesWords } from '#lib/core/measures';
import { Badge } from '../../_ui/badge.tsx';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { CopyButton } from '../../_ui/copy-button.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { CancelIcon, OkIcon } from '../../_ui/icons.ts';
import { Section } from '../../_ui/section.tsx';
import { connectionState, KINDS, lostKey, type Asked, type ConnectionState, type Permissions } from './connection-state.ts';
import { KeyForm } from './key-form.tsx';

const KIND_WORDS = {
  models: ['Models', 'to list what can be chosen'],
  files: ['Files', 'to upload requests and fetch answers'],
  batches: ['Batches', 'to submit, watch and cancel'],
} as const;

type Answer = Permissions[keyof Permissions];

function answerWords(answer: Answer): string {
  if (answer === null) return 'not used by this provider';
  if (answer === 'permitted') return 'permitted';
  return answer.kind === 'auth' ? 'not permitted' : `not known. ${troubleOf(answer).what}`;
}

function Mark({ answer }: { answer: Answer | undefined }) {
  if (answer === undefined) return <span className="mt-0.5 size-4 shrink-0 animate-pulse rounded-full bg-sunken" />;
  if (answer === null) {
    return (
      <span aria-hidden="true" className="w-[17px] shrink-0 text-center text-muted">
        –
      </span>
    );
  }
  if (answer === 'permitted') return <OkIcon size={17} className="mt-0.5 shrink-0 text-ok" />;
  return <CancelIcon size={17} className="mt-0.5 shrink-0 text-error" />;
}

function Permission({ kind, answer }: { kind: (typeof KINDS)[number]; answer: Answer | undefined }) {
  const [name, purpose] = KIND_WORDS[kind];
  return (
    <li className="flex items-start gap-2">
      <Mark answer={answer} />
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

const SOURCE_WORDS = { environment: 'from the server’s environment', typed: 'typed in Connections, held until the server stops' };

const keyFacts = ({ keyVariable, keySource, fingerprint }: EndpointInfo) =>
  keyVariable === null
    ? []
    : [
        { name: 'Key', value: keySource ? SOURCE_WORDS[keySource] : 'no key is set' },
        ...(fingerprint ? [{ name: 'Key fingerprint', value: <code className="font-mono text-sm">{fingerprint}</code> }] : []),
        {
          name: 'A lasting key goes into',
          value: (
            <span className="flex flex-wrap items-center gap-x-1">
              <code className="font-mono text-sm">{keyVariable}</code>
              <CopyButton text={keyVariable} label={`Copy ${keyVariable}`} />
              <span className="text-muted">in the server’s environment, read when it starts</span>
            </span>
          ),
        },
      ];

const hostFact = (endpoint: EndpointInfo) => ({
  name: 'Requests go to',
  value: <code className="font-mono text-sm">{endpoint.host}</code>,
});

const limitFacts = ({ maxUploadBytes }: EndpointInfo) =>
  maxUploadBytes === undefined ? [] : [{ name: 'Largest upload', value: `${bytesWords(maxUploadBytes)}, set for this server` }];

const ABOUT_SANDBOX =
  'A practice provider that runs beside this server. It takes files and batches as the real one does and makes its answers up from ' +
  'your schema; no model reads your texts, nothing leaves the server and nothing costs money. Its answers are marked wherever they appear.';

function Standing({ state }: { state: ConnectionState }) {
  if (!state.trouble) return null;
  return <Callout tone={state.tone === 'error' || state.tone === 'warn' ? state.tone : 'info'} {...state.trouble} />;
}

interface EndpointCardProps {
  endpoint: EndpointInfo;
  asked: Asked;
  /** Fingerprint of the key last typed in this browser. */
  typed: string | undefined;
  onKeyChanged: (endpoint: EndpointInfo) => void;
  onKeyGivenUp: () => void;
}

/** One endpoint: how it stands, what its key may do, where the key goes. */
export function EndpointCard({ endpoint, asked, typed, onKeyChanged, onKeyGivenUp }: EndpointCardProps) {
  const state = connectionState(endpoint, asked);
  const lost = lostKey(endpoint, typed);
  return (
    <Section title={endpoint.label} aside={<Badge tone={state.tone}>{state.words}</Badge>}>
      {endpoint.kind === 'sandbox' && <p className="max-w-[70ch] text-muted">{ABOUT_SANDBOX}</p>}
      {lost && (
        <Callout
          tone="warn"
          {...lost}
          actions={
            <Button size="sm" onClick={onKeyGivenUp}>
              Do without it
            </Button>
          }
        />
      )}
      {!(lost && endpoint.identity === null) && <Standing state={state} />}
      <FactList facts={[hostFact(endpoint), ...keyFacts(endpoint), ...limitFacts(endpoint)]} />
      {endpoint.identity !== null && asked?.ok !== false && <PermissionList permissions={asked?.ok ? asked.permissions : null} />}
      {endpoint.mayType && <KeyForm endpoint={endpoint} onChanged={onKeyChanged} />}
    </Section>
  );
}
