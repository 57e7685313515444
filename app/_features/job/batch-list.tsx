'use client';
import { useState } from 'react';
import { figure, plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { BatchLine } from './batch-line.tsx';
import { hasResults } from './job-words.ts';
import { tellsCounts } from './progress.ts';
import { sharedTroubles } from './shared-troubles.ts';
import type { JobView } from './use-job.ts';

const SHOWN_AT_FIRST = 12;

/** One line for each batch, newest round first; folded away where the results matter more. */
export function BatchList({ view }: { view: JobView }) {
  const { job, parts, status } = view;
  if (parts.length === 0 || status.stage === 'preparing') return null;
  const title = plural(parts.length, 'batch');
  const isQuiet = status.stage === 'finished' || (status.stage === 'ready' && hasResults(job.counts));
  if (isQuiet && !parts.some((part) => part.trouble)) {
    return (
      <Disclosure summary={title}>
        <Lines view={view} />
      </Disclosure>
    );
  }
  return (
    <section aria-label="Batches">
      <h2 className="mb-2 font-semibold">{title}</h2>
      <Lines view={view} />
    </section>
  );
}

function Lines({ view }: { view: JobView }) {
  const [isWhole, setWhole] = useState(false);
  // What needs the person stands first, however many there are.
  const urgent = view.parts.filter((part) => part.state === 'uncertain');
  const others = view.parts.filter((part) => part.state !== 'uncertain').toSorted((a, b) => b.attempt - a.attempt || a.k - b.k);
  const shown = isWhole ? others : others.slice(0, SHOWN_AT_FIRST);
  const told = view.job.trouble?.what;
  const { shared, isShared } = sharedTroubles(view.parts);
  const isReleased = (attempt: number) => Boolean(view.attempts.find((round) => round.number === attempt)?.submittedAt);
  return (
    <>
      {shared
        .filter(({ trouble }) => trouble.what !== told)
        .map(({ trouble, tone, batches }) => (
          <Callout
            key={tone + trouble.what + trouble.meaning}
            tone={tone}
            className="mb-2"
            {...trouble}
            what={`${plural(batches, 'batch')}: ${trouble.what}`}
          />
        ))}
      <ul className="divide-y rounded-lg border bg-surface">
        {[...urgent, ...shown].map((part) => (
          <BatchLine
            key={part.k}
            part={part}
            isReleased={isReleased(part.attempt)}
            isWatched={view.job.wishes.watch && view.job.trouble === null}
            isStopped={view.job.trouble !== null}
            isTold={part.trouble?.what === told || isShared(part)}
            hasCounts={tellsCounts(view.job)}
            rounds={view.attempts.length}
          />
        ))}
      </ul>
      {others.length > shown.length && (
        <Button className="mt-2" size="sm" onClick={() => setWhole(true)}>
          Show all {figure(view.parts.length)} batches
        </Button>
      )}
    </>
  );
}
