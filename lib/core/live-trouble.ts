import { troubleOf, type CallFailure } from './failure.ts';
import type { Trouble } from './job.ts';

const TODO: Partial<Record<CallFailure['kind'], string>> = {
  offline: 'Check the connection, then try again.',
  identity: 'Choose the provider again in step 3.',
  auth: 'Mend the key on the server (see Connections), then try again.',
  money: 'Raise the limit or add credit at the provider, then try again.',
  'not-found': 'See that the model’s name is right and that the key may use it.',
  'too-large': 'Take fewer rows per request, or shorter texts.',
  'rate-limit': 'Wait a little, then try again.',
  rejected: 'Read the details, change the recipe above, then try again.',
  server: 'Wait a little, then try again.',
};

const WHAT: Partial<Record<CallFailure['kind'], string>> = {
  'not-found': 'The provider does not know this model, or nothing answers requests at its address.',
  'too-large': 'The request is larger than the provider or a server in between accepts.',
};

/** What a person reads about a single call made while a job is being written: there is no job yet that could go on by itself. */
export function liveTrouble(failure: CallFailure): Trouble {
  const meaning = failure.unknown
    ? 'It cannot be told whether the provider answered; if it did, it charges for it. Nothing else was sent.'
    : 'There is no answer, and nothing was charged. Nothing else was sent.';
  const { what, details } = troubleOf(failure);
  return { what: WHAT[failure.kind] ?? what, meaning, todo: TODO[failure.kind] ?? 'Try again when you like.', details };
}
