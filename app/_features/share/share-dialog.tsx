'use client';
import { useState } from 'react';
import type { Job } from '#lib/core/job';
import type { JobLink } from '#lib/workers/share.api';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { Checkbox } from '../../_ui/checkbox.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { Segmented } from '../../_ui/segmented.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { withoutExamples } from '#lib/core/share-recipe';
import { ShareLinkBox } from './share-link-box.tsx';
import { RevealedIds, RevealedRecipe } from './share-reveals.tsx';
import { sizeWords, untilWords, whoWords } from './share-words.ts';
import { noteShared, useJobLink, useRecipeLink } from './use-share.ts';

interface ShareDialogProps {
  job: Job;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const KINDS = [
  { value: 'job' as const, label: 'Share job' },
  { value: 'recipe' as const, label: 'Share recipe' },
];

/** Makes a link to the job, or to its recipe alone, and shows all that it tells whoever has it. */
export function ShareDialog({ open, ...rest }: ShareDialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({ job, onOpenChange }: Omit<ShareDialogProps, 'open'>) {
  const [kind, setKind] = useState<'job' | 'recipe'>('job');
  return (
    <Dialog open onOpenChange={onOpenChange} title="Share" actions={<Button onClick={() => onOpenChange(false)}>Close</Button>}>
      <div className="space-y-4">
        <Segmented label="What to share" value={kind} onChange={setKind} options={KINDS} />
        {kind === 'job' ? <ShareJob job={job} /> : <ShareRecipe job={job} />}
      </div>
    </Dialog>
  );
}

const Making = () => <Skeleton lines={4} label="Making the link" />;

function ShareJob({ job }: { job: Job }) {
  const state = useJobLink(job.id);
  if (state.phase === 'working') return <Making />;
  if (state.phase === 'refused') return <Callout tone="warn" {...state.trouble} />;
  return (
    <>
      <p className="text-muted">
        Whoever opens the link takes the job into their own browser and watches it: same rows, same answers. Nothing is sent by that.
      </p>
      <ShareLinkBox fragment={state.link.fragment} onCopied={() => void noteShared(job.id)} />
      <JobFacts job={job} link={state.link} />
    </>
  );
}

function JobFacts({ job, link: { manifest, ids } }: { job: Job; link: JobLink }) {
  const { rounds, batches, dataset, recipes } = manifest;
  const sentAt = batches.map(({ submittedAt }) => submittedAt);
  const columns = dataset?.columns ?? [];
  return (
    <section aria-label="What the link reveals" className="space-y-3">
      <h3 className="text-base font-semibold">What the link reveals</h3>
      <FactList
        facts={[
          { name: 'Job', value: <span dir="auto">{job.name}</span> },
          { name: 'Provider', value: `${job.endpoint.label} · ${job.endpoint.host}` },
          { name: 'Sent', value: `${sizeWords(rounds, batches)}; when, and the provider’s ids of the batches` },
          {
            name: 'Table',
            value: (
              <span dir="auto">
                {job.datasetName}: its digest, and the names of its columns ({columns.join(', ')})
              </span>
            ),
          },
          { name: 'Who can use it', value: whoWords(job.endpoint) },
          { name: 'Works', value: untilWords(job.endpoint, sentAt) },
          { name: 'Not in it', value: ids ? 'No texts, no answers, no keys.' : 'No texts, no answers, no ids of rows, no keys.' },
        ]}
      />
      {ids && <RevealedIds ids={ids} />}
      <RevealedRecipe recipe={recipes.at(-1)!.recipe} />
      {recipes.length > 1 && <p className="text-sm text-muted">Earlier versions of the recipe that were sent stand in it, too.</p>}
    </section>
  );
}

function ShareRecipe({ job }: { job: Job }) {
  const [isWithExamples, setWithExamples] = useState(true);
  const state = useRecipeLink(job.id, isWithExamples);
  const recipe = job.revisions.at(-1)!.recipe;
  if (state.phase === 'working') return <Making />;
  if (state.phase === 'refused') return <Callout tone="warn" {...state.trouble} />;
  return (
    <>
      <p className="text-muted">Opening the link begins a new job with this recipe. It holds nothing of this job’s rows or batches.</p>
      {state.link.hasExamples && (
        <Checkbox
          label="With the examples in the schema"
          hint="Examples may be taken from your texts. Those inside the instructions are shared as they stand."
          checked={isWithExamples}
          onChange={setWithExamples}
        />
      )}
      <ShareLinkBox key={state.link.fragment} fragment={state.link.fragment} />
      <section aria-label="What the link reveals" className="space-y-3">
        <h3 className="text-base font-semibold">What the link reveals</h3>
        <FactList facts={[{ name: 'Name', value: <span dir="auto">{job.name}</span> }]} />
        <RevealedRecipe recipe={isWithExamples ? recipe : withoutExamples(recipe)} />
      </section>
    </>
  );
}
