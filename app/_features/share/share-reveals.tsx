'use client';
import { fullPrompt } from '#lib/core/answer-format';
import { figure, plural } from '#lib/core/measures';
import type { Recipe } from '#lib/core/recipe';
import { CodeBlock } from '../../_ui/code-block.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { questionFacts, sendingFacts } from '../job/recipe-words.ts';

/** A recipe as whoever has the link reads it: the full prompt, the schema, every setting. */
export function RevealedRecipe({ recipe }: { recipe: Recipe }) {
  const { question, sending } = recipe;
  return (
    <div className="space-y-3">
      <CodeBlock label="Instructions, in full" text={fullPrompt(question)} wrap height="short" copy={false} />
      {question.schema !== null && <CodeBlock label="Schema" text={JSON.stringify(question.schema, null, 2)} height="short" copy={false} />}
      <Disclosure summary="Settings">
        <FactList facts={[...questionFacts(question), ...sendingFacts(sending)]} />
      </Disclosure>
    </div>
  );
}

const SHOWN_IDS = 1000;

/** Ids of rows that stand in the link. */
export function RevealedIds({ ids }: { ids: string[] }) {
  const more = ids.length - SHOWN_IDS;
  const shown = ids.slice(0, SHOWN_IDS).join('\n');
  return (
    <Disclosure summary={`The ids of all ${plural(ids.length, 'row')}, so that rows without an answer are told apart`}>
      <CodeBlock label="Row ids" hideLabel text={more > 0 ? `${shown}\n… and ${figure(more)} more` : shown} height="short" copy={false} />
    </Disclosure>
  );
}
