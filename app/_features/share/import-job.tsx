'use client';
import type { EndpointInfo } from '#lib/core/endpoint';
import { Badge } from '../../_ui/badge.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { Segmented } from '../../_ui/segmented.tsx';
import { Select } from '../../_ui/select.tsx';
import { choicesFor, hereWords, missingWords, nextWords, sizeWords, stageWords, type KnownJob } from './import-words.ts';
import type { JobChoice } from './use-import-bundle.ts';

interface ImportJobProps {
  job: KnownJob;
  choice: JobChoice;
  onChoice: (choice: JobChoice) => void;
  /** This server's, of the job's protocol. */
  endpoints: EndpointInfo[];
}

const ROLES = [
  { value: 'watch' as const, label: 'Only watch it' },
  { value: 'own' as const, label: 'Go on with it' },
];

/** Whose batches they are: told by the zip, or chosen here. */
function PlaceChoice({ job, choice, onChoice, endpoints }: ImportJobProps) {
  return (
    <Select
      label="Provider"
      hint={job.stage === 'built' ? 'Where it is to be sent.' : 'The provider and key its batches were made with.'}
      value={choice.endpointId}
      onChange={(endpointId) => onChoice({ ...choice, endpointId })}
      options={endpoints.map(({ id, label, identity }) => ({
        value: id,
        label: identity ? label : `${label}: no key`,
        disabled: !identity,
      }))}
      placeholder="Choose one"
    />
  );
}

/** One job of a zip: what it is, what is missing, and what is to be done with it. */
export function ImportJob(props: ImportJobProps) {
  const { job, choice, onChoice, endpoints } = props;
  const { endpoint } = job;
  const isMissingKey = endpoint !== null && !endpoints.some(({ identity }) => identity !== null && identity === endpoint.identity);
  const isTaken = choice.how !== 'skip';
  const missing = missingWords(job);
  const here = hereWords(job, choice.how);
  return (
    <section aria-label={job.name} className="space-y-3">
      <h3 dir="auto" className="text-base font-semibold break-words">
        {job.name} <Badge>{job.kind === 'own' ? 'Rowmill bundle' : 'Python job folder'}</Badge>
      </h3>
      <FactList
        facts={[
          { name: 'Job id', value: <span dir="auto">{job.id}</span> },
          {
            name: 'Provider',
            value: endpoint ? `${endpoint.label} · ${endpoint.host}` : job.provider === 'openai' ? 'OpenAI protocol' : 'Anthropic',
          },
          { name: 'Model', value: <span dir="auto">{job.model}</span> },
          { name: 'Holds', value: sizeWords(job) },
          { name: 'State', value: `${stageWords(job)}. ${nextWords(job)}` },
        ]}
      />
      {missing && <Callout tone={job.kind === 'original' ? 'info' : 'warn'} {...missing} />}
      {isMissingKey && job.stage !== 'answered' && (
        <Callout
          tone="warn"
          what={`Its batches are at ${endpoint.label}, under a key this server does not hold.`}
          meaning="It can be taken in and looked at; nothing can be asked or sent until that key is set under Connections."
        />
      )}
      {here && <Callout {...here} />}
      <Segmented label="What to do" value={choice.how} onChange={(how) => onChoice({ ...choice, how })} options={choicesFor(job)} />
      {isTaken && choice.how !== 'merge' && job.kind === 'own' && job.stage !== 'built' && (
        <Segmented
          label="From this browser"
          hint="Watching collects answers and sends nothing. Go on with it only if nobody else does: rows sent from two places are paid twice."
          value={choice.role}
          onChange={(role) => onChoice({ ...choice, role })}
          options={ROLES}
        />
      )}
      {isTaken && !endpoint && choice.how !== 'merge' && <PlaceChoice {...props} />}
    </section>
  );
}
