'use client';
import { useState } from 'react';
import { figure, plural } from '#lib/core/measures';
import { rowStateWords } from '#lib/core/row-words';
import type { RowRound } from '#lib/workers/results.api';
import { Checkbox } from '../../_ui/checkbox.tsx';
import { CodeBlock } from '../../_ui/code-block.tsx';
import { CopyButton } from '../../_ui/copy-button.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { FactList } from '../../_ui/fact-list.tsx';
import { readable } from './readable.ts';

/** Each round that carried the row, newest first: what was sent and what came, character for character. */
export function RowRounds({ rounds }: { rounds: RowRound[] }) {
  const [isLaidOut, setLaidOut] = useState(false);
  const [latest, ...earlier] = rounds;
  if (!latest) {
    return (
      <section>
        <h3 className="mb-2 font-semibold">Request and response</h3>
        <p className="text-muted">This row was in no request.</p>
      </section>
    );
  }
  return (
    <section className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">Request and response</h3>
        <Checkbox label="Lay out for reading" checked={isLaidOut} onChange={setLaidOut} />
      </div>
      <Round round={latest} isLaidOut={isLaidOut} />
      {earlier.map((round) => (
        <Disclosure key={`${round.attempt} ${round.k}`} summary={summaryOf(round)}>
          <EarlierAnswer round={round} />
          <Round round={round} isLaidOut={isLaidOut} />
        </Disclosure>
      ))}
    </section>
  );
}

function summaryOf({ attempt, askedModel, outcome }: RowRound): string {
  const words = [`Earlier: round ${figure(attempt)}`, askedModel, outcome ? rowStateWords(outcome.state) : 'no response'];
  return words.join(' · ');
}

/** What an earlier round brought for the row, whatever came later. */
function EarlierAnswer({ round: { outcome } }: { round: RowRound }) {
  if (!outcome) return null;
  return (
    <div className="mb-3 space-y-1">
      {outcome.value !== null && <CodeBlock label="Extracted then" text={outcome.value} wrap />}
      {outcome.note && (
        <p dir="auto" className="text-sm text-muted">
          {outcome.note}
        </p>
      )}
    </div>
  );
}

function Copyable({ text, label }: { text: string; label: string }) {
  return (
    <span className="inline-flex max-w-full items-center">
      <code className="truncate font-mono text-xs">{text}</code>
      <CopyButton text={text} label={label} />
    </span>
  );
}

function modelWords({ askedModel, model }: RowRound): string {
  if (model === null) return `${askedModel}, no answer`;
  return model === askedModel ? model : `${askedModel}, answered by ${model}`;
}

function factsOf(round: RowRound) {
  const { usage } = round;
  return [
    { name: 'Round', value: `${figure(round.attempt)}, version ${figure(round.revision)} of the recipe` },
    { name: 'Request', value: <Copyable text={round.customId} label="Copy request id" /> },
    { name: 'Batch', value: round.batchId ? <Copyable text={round.batchId} label="Copy batch id" /> : 'not started' },
    { name: 'In the request', value: plural(round.sharedBy, 'row') },
    { name: 'Model', value: <span dir="auto">{modelWords(round)}</span> },
    {
      name: 'Tokens',
      value: usage ? `${figure(usage.inputTokens)} in, ${figure(usage.outputTokens)} out, for the whole request` : 'not told',
    },
  ];
}

function Round({ round, isLaidOut }: { round: RowRound; isLaidOut: boolean }) {
  const shown = (text: string) => (isLaidOut ? readable(text) : text);
  return (
    <div className="space-y-3">
      <FactList facts={factsOf(round)} />
      <CodeBlock label="Request" text={shown(round.request)} wrap />
      {round.response === null ? (
        <p className="text-muted">No response came for this request.</p>
      ) : (
        <CodeBlock label="Response" text={shown(round.response)} wrap />
      )}
    </div>
  );
}
