import type { Trouble } from './job.ts';

/** What a person reads of a part that ended or waits without a call having failed just now. */

export const CANCELLED: Trouble = {
  what: 'It was cancelled before it was sent.',
  meaning: 'Its rows were not sent and cost nothing.',
  todo: 'Send the remaining rows again when you like.',
  details: null,
};

export const GIVEN_UP: Trouble = {
  what: 'You gave its rows up for this round.',
  meaning: 'If the provider made the batch after all, it is paid for and its answers are not used.',
  todo: 'Send the remaining rows again when you like.',
  details: null,
};

export const NOT_ITS_BATCH: Trouble = {
  what: 'The batch that was taken for this one turned out to be another: its results answer none of these requests.',
  meaning: 'None of those results were used. Whether this batch was made is still not known; it is not made again until that is.',
  todo: 'The provider’s list is searched once more. You can also decide yourself.',
  details: null,
};

export const OTHER_IN_DOUBT: Trouble = {
  what: 'Waiting until it is known what became of another batch.',
  meaning: 'Batches of this provider carry no name: with two in doubt at once, neither could be told from the other. Nothing is lost.',
  todo: 'It is sent by itself once the other is found, or answer for the other batch.',
  details: null,
};

export const OFFLINE: Trouble = {
  what: 'This computer is offline.',
  meaning: 'Nothing is sent meanwhile. Nothing is lost; what is at the provider goes on there.',
  todo: 'It goes on by itself when the connection is back.',
  details: null,
};

export const REQUEST_TOO_LARGE: Trouble = {
  what: 'One request alone is more than the provider’s queue takes at once.',
  meaning: 'It was not sent and cost nothing; its rows have no answers.',
  todo: 'Send the remaining rows again with fewer rows per request, or ask the provider for a higher limit.',
  details: null,
};

/** Not known at the first look. */
export function missing(details: string | null): Trouble {
  return {
    what: 'The provider does not know this batch just now.',
    meaning: 'Its rows keep waiting; other batches go on.',
    todo: 'It is looked for once more in ten minutes before anything is concluded.',
    details,
  };
}

/** Not known at two looks ten minutes apart. */
export function vanished(details: string | null): Trouble {
  return {
    what: 'The provider no longer knows this batch: it was deleted there, or has run out its time.',
    meaning: 'Its rows have no answers from it. If it ran before, the provider may have charged for it. Other batches are not affected.',
    todo: 'Look at the provider’s own list of batches and at what was spent; then send the remaining rows again, which is paid for anew.',
    details,
  };
}

/** `into`: numbers of the new files. */
export function divided(into: number[]): Trouble {
  return {
    what: `It was larger than the provider’s queue takes at once, so its rows went into ${into.length} smaller batches.`,
    meaning: 'This one was never sent and cost nothing; its file is kept.',
    todo: 'Nothing is to be done.',
    details: `Batch files ${into.join(', ')}.`,
  };
}
