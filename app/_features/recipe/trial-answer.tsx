'use client';
import { useMemo } from 'react';
import { prettyJson } from '#lib/core/pretty-json';
import type { Recipe } from '#lib/core/recipe';
import { rowStateWords } from '#lib/core/row-words';
import type { Trial } from '#lib/jobs/try-request';
import { Badge } from '../../_ui/badge.tsx';
import { CodeBlock } from '../../_ui/code-block.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { StateDot } from '../../_ui/ledger-bar.tsx';
import { trialTable, usageWords, type TrialTable } from './trial-words.ts';

interface TrialAnswerProps {
  trial: Trial;
  recipe: Recipe;
  isPractice: boolean;
  /** It answers the question as it stands. */
  isOfNow: boolean;
}

/** What came back for one request: its rows beside their answers, what was used, and the exact texts both ways. */
export function TrialAnswer({ trial, recipe, isPractice, isOfNow }: TrialAnswerProps) {
  const table = useMemo(() => trialTable(trial), [trial]);
  return (
    <section aria-labelledby="one-answer" className="space-y-2 rounded-md border p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 id="one-answer" className="text-sm font-medium">
          Answer to one request
        </h3>
        {isPractice ? <Badge tone="warn">Practice answers</Badge> : <Badge tone="accent">Live</Badge>}
        <span className="text-sm text-muted">{usageWords(trial, recipe, isPractice)}</span>
      </div>
      {!isOfNow && <p className="text-sm text-warn">What is asked has changed since: this is the answer to what was asked before.</p>}
      {isOfNow && !isPractice && trial.usage && <p className="text-sm text-muted">The estimate above counts with what this answer used.</p>}
      <AnswerTable table={table} />
      <Disclosure summary="The exact request and response">
        <div className="grid gap-4 xl:grid-cols-2">
          <CodeBlock label="Request" wrap text={prettyJson(trial.request)} />
          <CodeBlock label="Response" wrap text={prettyJson(trial.response)} />
        </div>
      </Disclosure>
    </section>
  );
}

function AnswerTable({ table: { fields, rows } }: { table: TrialTable }) {
  return (
    <section
      // A box that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label="Rows and their answers"
      className="max-h-[32rem] overflow-auto rounded-md border"
    >
      <table className="data-table">
        <thead className="sticky top-0 bg-surface">
          <tr>
            <th scope="col">Id</th>
            <th scope="col">Text</th>
            {fields.map((field) => (
              <th key={field} scope="col" dir="auto">
                {field}
              </th>
            ))}
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, text, values, state, note }) => (
            <tr key={id}>
              <td dir="auto" className="max-w-48 min-w-16 break-words">
                {id}
              </td>
              <td dir="auto" className="min-w-64">
                <span className="line-clamp-4 max-w-prose break-words">{text}</span>
              </td>
              {values.map((value, at) => (
                <td key={fields[at]} dir="auto" className="max-w-80 break-words">
                  {value}
                </td>
              ))}
              <td className="min-w-40">
                <span className="flex items-center gap-1.5">
                  <StateDot state={state} />
                  {rowStateWords(state)}
                </span>
                {note && (
                  <span dir="auto" className="block text-sm break-words text-muted">
                    {note}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
