'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { recipeAsDraft } from '#lib/jobs/share-draft';
import type { Recipe } from '#lib/core/recipe';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { NextIcon } from '../../_ui/icons.ts';
import { PageHeader } from '../../_ui/page-header.tsx';
import { Section } from '../../_ui/section.tsx';
import { hasDraft } from '../job/has-draft.ts';
import { useAction } from '../job/use-action.ts';
import { RevealedRecipe } from './share-reveals.tsx';

/** A recipe somebody shared: what it asks, and a new job with it. */
export function OpenRecipe({ name, recipe }: { name: string; recipe: Recipe }) {
  const [isAsked, setAsked] = useState(false);
  const action = useAction();
  const router = useRouter();
  const go = async () => {
    if (await action.run(() => recipeAsDraft(name, recipe))) router.push('/new');
  };
  const begin = () =>
    action.run(async () => {
      if (await hasDraft()) setAsked(true);
      else await go();
    });
  return (
    <>
      <PageHeader
        title={<span dir="auto">{name || 'A recipe'}</span>}
        meta="A recipe somebody shared with you: what to ask, without a table. Nothing is sent by opening it."
        actions={
          <Button variant="primary" iconAfter={NextIcon} busy={action.busy} onClick={() => void begin()}>
            Begin a new job with it
          </Button>
        }
      />
      <div className="space-y-5">
        {action.trouble && <Callout tone="error" {...action.trouble} />}
        <Section title="What it asks">
          <RevealedRecipe recipe={recipe} />
        </Section>
      </div>
      <ConfirmDialog
        open={isAsked}
        onOpenChange={setAsked}
        title="Replace the unfinished new job?"
        description="New job holds something you have not prepared yet. Its settings are replaced by this recipe; tables already read are kept."
        confirmLabel="Replace it"
        cancelLabel="Keep it"
        busy={action.busy}
        onConfirm={() => void go()}
      />
    </>
  );
}
