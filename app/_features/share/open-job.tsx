'use client';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import type { EndpointInfo } from '#lib/core/endpoint';
import type { Manifest } from '#lib/core/manifest';
import { plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { WatchIcon } from '../../_ui/icons.ts';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Section } from '../../_ui/section.tsx';
import { useEndpoints, type EndpointsState } from '../recipe/use-endpoints.ts';
import { RevealedRecipe } from './share-reveals.tsx';
import { sizeWords, untilWords } from './share-words.ts';
import { useTakeIn, type TakingState } from './use-open.ts';

/** A job somebody shared: what it is, whether it can be read from here, and taking it in. */
export function OpenJob({ manifest }: { manifest: Manifest }) {
  const router = useRouter();
  const open = useCallback((jobId: string) => router.push(`/jobs/${jobId}`), [router]);
  const { state, take } = useTakeIn(manifest, open);
  const { state: places } = useEndpoints();
  const isHere = state.phase === 'here';
  return (
    <>
      <PageHeader
        title={<span dir="auto">{manifest.job.name}</span>}
        meta="A job somebody shared with you. Taking it in means watching it: its answers are collected into this browser; nothing is sent and nothing is cancelled from here."
        actions={
          !isHere && (
            <Button variant="primary" icon={WatchIcon} busy={state.phase === 'taking'} onClick={() => take(false)}>
              Take in
            </Button>
          )
        }
      />
      <div className="space-y-5">
        <Outcome state={state} onOpen={open} onApart={() => take(true)} />
        {manifest.job.endpoint && <Readable places={places} endpoint={manifest.job.endpoint} />}
        <Section title="What the link holds">
          <JobFacts manifest={manifest} />
        </Section>
        <Section title="What was asked">
          <RevealedRecipe recipe={manifest.recipes.at(-1)!.recipe} />
        </Section>
      </div>
    </>
  );
}

function Outcome({ state, onOpen, onApart }: { state: TakingState; onOpen: (jobId: string) => void; onApart: () => void }) {
  if (state.phase === 'refused') return <Callout tone="error" {...state.trouble} />;
  if (state.phase === 'taking') return <output className="block text-muted">Taking it in and looking for its rows …</output>;
  if (state.phase !== 'here') return null;
  return (
    <Callout
      what={state.isSame ? 'This very job is in this browser already.' : 'Another job of the same id is in this browser already.'}
      meaning="Nothing was changed: it is never overwritten."
      actions={
        <>
          <Button size="sm" variant="primary" onClick={() => onOpen(state.jobId)}>
            Open the job here
          </Button>
          <Button size="sm" onClick={onApart}>
            Keep both apart
          </Button>
        </>
      }
    />
  );
}

/** Can its batches be read through this server? */
function Readable({ places, endpoint }: { places: EndpointsState; endpoint: EndpointInfo }) {
  if (places.phase === 'loading') return null;
  if (places.phase === 'failed') {
    return (
      <Callout
        tone="warn"
        what="The server cannot be reached, so whether it holds the key to this job is not known."
        details={places.details}
      />
    );
  }
  if (places.endpoints.some(({ identity }) => identity !== null && identity === endpoint.identity)) {
    return <Callout tone="ok" what={`This server can read its batches at ${endpoint.label}.`} />;
  }
  const key = endpoint.fingerprint === null ? 'their key' : `their key, whose fingerprint begins with ${endpoint.fingerprint}`;
  return (
    <Callout
      tone="warn"
      what={`This server cannot read its batches at ${endpoint.label} (${endpoint.host}).`}
      meaning={`It does not hold ${key}. What the link tells can be taken in; no answers come.`}
      todo="Open the link at the server of whoever sent it, ask them for a bundle, or set that key under Connections."
    />
  );
}

function JobFacts({ manifest: { job, dataset, rounds, batches, recipes } }: { manifest: Manifest }) {
  const ids = batches.some((batch) => batch.ids);
  return (
    <FactList
      facts={[
        { name: 'Job id', value: <span dir="auto">{job.id}</span> },
        { name: 'Provider', value: job.endpoint ? `${job.endpoint.label} · ${job.endpoint.host}` : 'Not told' },
        { name: 'Model', value: <span dir="auto">{recipes.at(-1)!.recipe.question.model}</span> },
        { name: 'Sent', value: sizeWords(rounds, batches) },
        {
          name: 'Table',
          value: dataset ? (
            <span dir="auto">
              {dataset.name}, {plural(dataset.rowCount, 'row')} ({dataset.columns.join(', ')})
            </span>
          ) : (
            'Not told'
          ),
        },
        {
          name: 'Works',
          value: job.endpoint
            ? untilWords(
                job.endpoint,
                batches.map(({ submittedAt }) => submittedAt),
              )
            : 'Not told',
        },
        { name: 'Not in it', value: ids ? 'Texts, answers and keys. Ids of rows are in it.' : 'Texts, answers, ids of rows and keys.' },
      ]}
    />
  );
}
