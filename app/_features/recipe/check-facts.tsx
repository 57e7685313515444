'use client';
import type { CheckResult } from '#lib/core/check';
import { bytesWords, figure, plural } from '#lib/core/measures';
import type { Recipe } from '#lib/core/recipe';
import { SKIP_REASONS, type SkipReason } from '#lib/core/row-state';
import { NextIcon } from '../../_ui/icons.ts';
import { CheckWarnings } from './check-warnings.tsx';

const REASON_WORDS: Record<SkipReason, string> = {
  'not-selected': 'not among the rows to send',
  'empty-text': 'no text in the text columns',
  'empty-id': 'no id in the ID column',
  'duplicate-id': 'the id stands in an earlier row',
  'too-long': 'too long for one request',
};

/** Row numbers worth naming: those left out by choice are not. */
const named = (reason: SkipReason, examples: number[]) => (reason === 'not-selected' ? '' : examples.slice(0, 10).map(figure).join(', '));

/** Rows → requests → batches → bytes, what is left out and why, and what to look at. */
export function CheckFacts({ result, recipe }: { result: CheckResult; recipe: Recipe }) {
  const { rows, rowsInTable, requests, batches, bytes, skipped } = result;
  const reasons = SKIP_REASONS.filter((reason) => skipped[reason].rows > 0);
  return (
    <div className="space-y-4">
      <ol aria-label="What would be sent" className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <Figure
          value={plural(rows, 'row')}
          note={rows === rowsInTable ? 'all rows of the table' : `of ${figure(rowsInTable)} in the table`}
          isFirst
        />
        <Figure value={plural(requests, 'request')} note={`up to ${plural(recipe.sending.rowsPerRequest, 'row')} each`} />
        <Figure value={plural(batches, 'batch')} note={`up to ${plural(recipe.sending.requestsPerBatch, 'request')} each`} />
        <Figure value={bytesWords(bytes)} note={`largest request ${bytesWords(result.largestRequest)}`} />
      </ol>
      {reasons.length > 0 && (
        <div className="overflow-x-auto">
          <table className="data-table max-w-3xl" aria-label="Rows left out">
            <thead>
              <tr>
                <th scope="col">Rows left out because</th>
                <th scope="col" className="num">
                  Rows
                </th>
                <th scope="col">Row numbers</th>
              </tr>
            </thead>
            <tbody>
              {reasons.map((reason) => {
                const { rows: count, examples } = skipped[reason];
                const words = named(reason, examples);
                return (
                  <tr key={reason}>
                    <td>{REASON_WORDS[reason]}</td>
                    <td className="num">{figure(count)}</td>
                    <td className="text-muted">
                      {words}
                      {words && count > 10 && ' …'}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <CheckWarnings result={result} recipe={recipe} />
    </div>
  );
}

function Figure({ value, note, isFirst = false }: { value: string; note: string; isFirst?: boolean }) {
  return (
    <li className="flex items-center gap-4">
      {!isFirst && <NextIcon size={18} className="text-muted" aria-hidden="true" />}
      <div>
        <div className="text-xl font-semibold">{value}</div>
        <div className="text-sm text-muted">{note}</div>
      </div>
    </li>
  );
}
