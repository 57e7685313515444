'use client';
import { fullPrompt } from '#lib/core/answer-format';
import type { Attempt, Job, RecipeRevision } from '#lib/core/job';
import { figure, plural } from '#lib/core/measures';
import { rowStateWords } from '#lib/core/row-words';
import { CodeBlock } from '../../_ui/code-block.tsx';
import { CopyButton } from '../../_ui/copy-button.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { formatTime } from '../../_ui/format.ts';
import { Section } from '../../_ui/section.tsx';
import { RecipeActions } from './recipe-actions.tsx';
import { changedFacts, questionFacts, sendingFacts } from './recipe-words.ts';

/** What was asked and how it was sent, as of each round. */
export function RecipeTab({ job, attempts }: { job: Job; attempts: Attempt[] }) {
  const latest = job.revisions.at(-1);
  if (!latest) return null;
  const earlier = job.revisions.slice(0, -1).toReversed();
  return (
    <div className="space-y-5">
      <RecipeActions job={job} />
      {job.revisions.length > 1 && <Rounds job={job} attempts={attempts} />}
      <Revision revision={latest} />
      {earlier.map((revision) => (
        <Disclosure key={revision.revision} summary={`Version ${figure(revision.revision)}, of ${formatTime(revision.createdAt)}`}>
          <Revision revision={revision} />
        </Disclosure>
      ))}
    </div>
  );
}

const AGAIN_WORDS: Record<Attempt['doneAgain'], string | null> = {
  none: null,
  'other-question': 'rows done under another question, asked for again',
  all: 'all rows that were done, asked for again',
};

function Rounds({ job, attempts }: { job: Job; attempts: Attempt[] }) {
  const facts = attempts.map((attempt) => {
    const at = job.revisions.findIndex((revision) => revision.revision === attempt.revision);
    const [before, now] = [job.revisions[at - 1], job.revisions[at]];
    const changes = before && now ? changedFacts(before.recipe, now.recipe) : [];
    const words = [
      `${plural(attempt.rows, 'row')} in ${plural(attempt.requests, 'request')}, version ${figure(attempt.revision)} of the recipe`,
      attempt.states && attempt.states.length > 0 && `rows that were: ${attempt.states.map((state) => rowStateWords(state)).join(', ')}`,
      AGAIN_WORDS[attempt.doneAgain],
      changes.length > 0 && `changed: ${changes.join('; ')}`,
    ];
    return { name: `Round ${figure(attempt.number)}`, value: words.filter(Boolean).join(' · ') };
  });
  return (
    <Section title="Rounds">
      <FactList facts={facts} />
    </Section>
  );
}

function Digest({ label, digest }: { label: string; digest: string }) {
  return (
    <span className="flex items-center">
      <code className="min-w-0 truncate font-mono text-xs" title={digest}>
        {digest}
      </code>
      <CopyButton text={digest} label={`Copy digest of the ${label}`} />
    </span>
  );
}

function Revision({ revision }: { revision: RecipeRevision }) {
  const { question, sending } = revision.recipe;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-2">
      <Section title="What was asked">
        <FactList
          facts={[...questionFacts(question), { name: 'Digest', value: <Digest label="question" digest={revision.questionDigest} /> }]}
        />
        <CodeBlock label="Full prompt" text={fullPrompt(question)} wrap />
        {question.schema !== null && <CodeBlock label="Schema" text={JSON.stringify(question.schema, null, 2)} />}
      </Section>
      <Section title="How it was sent">
        <FactList
          facts={[...sendingFacts(sending), { name: 'Digest', value: <Digest label="sending" digest={revision.sendingDigest} /> }]}
        />
      </Section>
    </div>
  );
}
