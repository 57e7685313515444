'use client';
import type { CheckResult } from '#lib/core/check';
import { bytesWords, figure, plural } from '#lib/core/measures';
import type { JobDraft } from '#lib/core/new-job';
import { aboutWords, roomWords } from '#lib/core/room';
import { SKIP_REASONS, type SkipReason } from '#lib/core/row-state';
import type { RecipeEstimate } from '#lib/jobs/estimate';
import { NextIcon } from '../../_ui/icons.ts';
import { CheckWarnings } from './check-warnings.tsx';
import type { Room } from './use-room.ts';

/** Row numbers named of each reason. */
const NAMED = 10;

const REASON_WORDS: Record<SkipReason, string> = {
  'not-selected': 'not among the rows to send',
  'empty-text': 'no text in the text columns',
  'empty-id': 'no id in the ID column',
  'duplicate-id': 'the id stands in an earlier row',
  'too-long': 'too long for one request',
};

interface CheckFactsProps {
  result: CheckResult;
  draft: JobDraft;
  estimate: RecipeEstimate | null;
  room: Room | null;
}

/** Rows that fit no further share a request with fewer. */
function packingNote({ rows, requests }: CheckResult, rowsPerRequest: number): string {
  const isBounded = requests > Math.ceil(rows / rowsPerRequest);
  return `up to ${plural(rowsPerRequest, 'row')} each${isBounded ? ', fewer where texts are long' : ''}`;
}

/** Rows → requests → batches → bytes, what is left out and why, and what to look at. */
export function CheckFacts({ result, draft, estimate, room }: CheckFactsProps) {
  const { recipe } = draft;
  const { rows, rowsInTable, requests, batches, bytes, skipped } = result;
  const reasons = SKIP_REASONS.filter((reason) => skipped[reason].rows > 0);
  return (
    <div className="space-y-4">
      <ol aria-label="What would be sent" className="grid grid-cols-2 gap-x-4 gap-y-3 sm:flex sm:flex-wrap sm:items-center">
        <Figure
          value={plural(rows, 'row')}
          note={rows === rowsInTable ? 'all rows of the table' : `of ${figure(rowsInTable)} in the table`}
          isFirst
        />
        <Figure value={plural(requests, 'request')} note={packingNote(result, recipe.sending.rowsPerRequest)} />
        <Figure value={plural(batches, 'batch')} note={`up to ${plural(recipe.sending.requestsPerBatch, 'request')} each`} />
        <Figure value={bytesWords(bytes)} note={`largest request ${bytesWords(result.largestRequest)}`} />
      </ol>
      {room && rows > 0 && <RoomLine room={room} />}
      {reasons.length > 0 && (
        <div>
          <h3 className="text-sm font-medium">Rows left out</h3>
          <ul className="mt-1 space-y-0.5">
            {reasons.map((reason) => (
              <SkippedLine key={reason} reason={reason} rows={skipped[reason].rows} examples={skipped[reason].examples} />
            ))}
          </ul>
        </div>
      )}
      <CheckWarnings result={result} draft={draft} estimate={estimate} />
    </div>
  );
}

/** "Needs about 1.6 GB, 9 GB free". */
function RoomLine({ room: { need, freeBytes } }: { room: Room }) {
  return (
    <p>
      {roomWords(need, freeBytes)}{' '}
      <span className="text-muted">
        in this browser: about {aboutWords(need.files)} for the job’s files, the rest a guess of what its answers take.
      </span>
    </p>
  );
}

function Figure({ value, note, isFirst = false }: { value: string; note: string; isFirst?: boolean }) {
  return (
    <li className="flex items-center gap-4">
      {!isFirst && <NextIcon size={18} className="text-muted max-sm:hidden" aria-hidden="true" />}
      <div>
        <div className="text-xl font-semibold">{value}</div>
        <div className="text-sm text-muted">{note}</div>
      </div>
    </li>
  );
}

/** Rows left out by choice are not named one by one. */
function SkippedLine({ reason, rows, examples }: { reason: SkipReason; rows: number; examples: number[] }) {
  const where = reason === 'not-selected' ? '' : examples.slice(0, NAMED).map(figure).join(', ');
  return (
    <li>
      {plural(rows, 'row')}: {REASON_WORDS[reason]}
      {where && (
        <span className="text-muted">
          {' '}
          (row {where}
          {rows > NAMED && ', …'})
        </span>
      )}
    </li>
  );
}
