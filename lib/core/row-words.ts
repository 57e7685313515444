import type { RowState, SkipReason } from './row-state.ts';

/** Row states as people read them, on screen and in notes. */
export const ROW_STATE_WORDS: Record<RowState, string> = {
  skipped: 'not sent',
  waiting: 'waiting',
  sent: 'sent',
  ok: 'done',
  invalid: 'breaks the schema',
  missing: 'left out by the model',
  duplicate: 'answered twice differently',
  refused: 'declined',
  truncated: 'cut off',
  failed: 'provider error',
  expired: 'expired',
  cancelled: 'cancelled',
};

const SKIP_REASON_WORDS: Record<SkipReason, string> = {
  'not-selected': 'not selected',
  'empty-text': 'empty text',
  'empty-id': 'empty id',
  'duplicate-id': 'duplicate id',
  'too-long': 'too long',
};

/** "not sent (empty text)", "done", … */
export function rowStateWords(state: RowState, reason: SkipReason | null = null): string {
  return state === 'skipped' && reason ? `${ROW_STATE_WORDS.skipped} (${SKIP_REASON_WORDS[reason]})` : ROW_STATE_WORDS[state];
}

export interface RowExplanation {
  what: string;
  meaning: string;
  todo: string;
}

const AGAIN = 'Send the remaining rows again to ask for it once more.';
const FEWER = 'Send the remaining rows again with fewer rows in each request.';

const EXPLANATIONS: Record<Exclude<RowState, 'ok'>, RowExplanation> = {
  skipped: {
    what: 'This row was left out when the job was prepared.',
    meaning: 'It was not sent and cost nothing.',
    todo: 'Change the table or the selection in a new job if it should be sent.',
  },
  waiting: {
    what: 'This row is prepared but has not been sent.',
    meaning: 'Nothing was paid for it.',
    todo: 'Submit the job, or send the remaining rows again.',
  },
  sent: {
    what: 'This row is at the provider; its answer has not come yet.',
    meaning: 'It is paid for once it is answered.',
    todo: 'Nothing: the job collects the answer when its batch ends.',
  },
  invalid: {
    what: 'The model answered, but the answer breaks the schema.',
    meaning: 'The answer is kept as it came and is paid for.',
    todo: FEWER,
  },
  missing: {
    what: 'The response came, but this row is not in it.',
    meaning: 'The request was paid for; this row has no answer.',
    todo: FEWER,
  },
  duplicate: {
    what: 'The response holds two different answers for this row.',
    meaning: 'Both are kept; neither is taken as right.',
    todo: 'Read both in the response, or send the remaining rows again.',
  },
  refused: {
    what: 'The model declined to answer.',
    meaning: 'The request was paid for; this row has no answer.',
    todo: 'Send the remaining rows again with one row in each request, so that one text cannot hold up others.',
  },
  truncated: {
    what: 'The answer was cut off at the output limit.',
    meaning: 'The part that came was paid for; this row was not in it.',
    todo: 'Send the remaining rows again with a larger output limit or fewer rows in each request.',
  },
  failed: {
    what: 'The provider answered with an error instead of a result.',
    meaning: 'Requests that fail this way are usually not charged; this row has no answer.',
    todo: AGAIN,
  },
  expired: {
    what: 'The provider did not get to this row before the batch ran out of time.',
    meaning: 'It was not answered and not charged.',
    todo: AGAIN,
  },
  cancelled: {
    what: 'The batch was cancelled before this row was answered.',
    meaning: 'It was not answered and not charged.',
    todo: AGAIN,
  },
};

/** What happened to a row · what it means for it and for the money · what can be done. Null where all is well. */
export function explainRow(state: RowState): RowExplanation | null {
  return state === 'ok' ? null : EXPLANATIONS[state];
}
