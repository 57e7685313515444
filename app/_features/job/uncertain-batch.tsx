'use client';
import { useState } from 'react';
import { answerUncertain } from '#lib/jobs/commands';
import type { Part } from '#lib/core/job';
import { NOT_ITS_BATCH } from '#lib/core/part-troubles';
import { agoWords, plural } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { AgainIcon, CancelIcon, SearchIcon } from '../../_ui/icons.ts';
import { useAction } from './use-action.ts';
import { useNow } from './use-now.ts';

const CARRIED_OUT: Record<NonNullable<Part['answer']>, string> = {
  search: 'Searching again …',
  send: 'Sending again …',
  leave: 'Giving its rows up …',
};

/** A batch of which nobody knows whether it was started: search again, send again, or give its rows up. */
export function UncertainBatch({ part }: { part: Part }) {
  const [asking, setAsking] = useState<'send' | 'leave' | null>(null);
  const action = useAction();
  const answer = async (word: 'send' | 'leave' | 'search') => {
    if (await action.run(() => answerUncertain(part.jobId, part.k, word))) setAsking(null);
  };
  const buttons = part.answer ? (
    <output className="text-sm">{CARRIED_OUT[part.answer]}</output>
  ) : (
    <>
      <Button size="sm" icon={SearchIcon} busy={action.busy} onClick={() => void answer('search')}>
        Search again
      </Button>
      <Button size="sm" icon={AgainIcon} onClick={() => setAsking('send')}>
        Send again
      </Button>
      <Button size="sm" icon={CancelIcon} onClick={() => setAsking('leave')}>
        Give up its rows
      </Button>
    </>
  );
  return (
    <Callout
      tone="warn"
      className="mt-2"
      what={
        wasAnother(part)
          ? part.trouble?.what
          : 'The connection broke while this batch was being started, so nobody knows whether the provider has it'
      }
      meaning={`It holds ${plural(part.rows, 'row')}. If the provider has it, it is paid for; sending it again would pay for it a second time.`}
      todo={<SearchedWords searchedAt={part.searchedAt} />}
      details={part.trouble?.details}
      actions={buttons}
    >
      {action.trouble && <p className="text-error">{action.trouble.what}</p>}
      <ConfirmDialog
        open={asking === 'send'}
        onOpenChange={(isOpen) => setAsking(isOpen ? 'send' : null)}
        title="Send this batch again?"
        description={`If the provider did start it, ${plural(part.rows, 'row')} are answered and paid for twice. Look at the provider's own list of batches first if you can.`}
        confirmLabel="Send again"
        danger
        busy={action.busy}
        onConfirm={() => void answer('send')}
      />
      <ConfirmDialog
        open={asking === 'leave'}
        onOpenChange={(isOpen) => setAsking(isOpen ? 'leave' : null)}
        title="Give its rows up for this round?"
        description={`${plural(part.rows, 'row')} stay without an answer. If the provider did start the batch, it is paid for and its answers are not used. You can send the rows again in a further round.`}
        confirmLabel="Give up its rows"
        busy={action.busy}
        onConfirm={() => void answer('leave')}
      />
    </Callout>
  );
}

/** A batch of the provider's was taken for this one, and its results showed that it is not. */
const wasAnother = ({ formerBatches, trouble }: Part) => Boolean(formerBatches?.length && trouble?.what === NOT_ITS_BATCH.what);

function SearchedWords({ searchedAt }: { searchedAt: number[] }) {
  const now = useNow(10_000);
  const last = searchedAt.at(-1);
  const times = searchedAt.length === 1 ? 'once,' : `${plural(searchedAt.length, 'time')}, last`;
  const searched = last ? `Its list was searched ${times} ${agoWords(last, now)}: not found. ` : '';
  return <>{searched}The list is searched by itself; after two searches ten minutes apart it is sent again. You can also decide now:</>;
}
