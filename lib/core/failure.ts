import type { Trouble } from './job.ts';

/** A call to a provider that did not succeed, as data. */
export interface CallFailure {
  kind:
    | 'offline'
    | 'signed-out'
    | 'identity'
    | 'auth'
    | 'money'
    | 'model'
    | 'not-found'
    | 'too-large'
    | 'rate-limit'
    | 'room'
    | 'rejected'
    | 'server'
    | 'incomplete'
    | 'aborted';
  status: number | null;
  code: string | null;
  message: string;
  requestId: string | null;
  /** The very same call may be made again without asking. */
  retryable: boolean;
  /** It cannot be told whether the provider acted on it: no answer came, or a 5xx after the body was sent. */
  unknown: boolean;
  retryAfterSeconds: number | null;
}

/** Failures that stop the whole job until a person mends something: the same fault awaits every other batch. */
export function stopsJob(failure: CallFailure): boolean {
  return STOPPING.has(failure.kind);
}

const STOPPING = new Set<CallFailure['kind']>(['identity', 'auth', 'money', 'model']);
const BY_ITSELF = new Set<CallFailure['kind']>(['offline', 'signed-out', 'rate-limit', 'room', 'server', 'incomplete']);

/** Failures that pass: the very same call may be made again without asking. */
export function passes(kind: CallFailure['kind']): boolean {
  return BY_ITSELF.has(kind);
}

const WORDS: Record<CallFailure['kind'], [what: string, meaning: string, todo: string]> = {
  offline: [
    'The provider could not be reached.',
    'Nothing is lost; what is at the provider goes on there.',
    'It is tried again by itself. Check the connection if this lasts.',
  ],
  'signed-out': [
    'You are no longer signed in to this server.',
    'The job pauses. Nothing is lost; what is at the provider goes on there.',
    'Sign in again in this browser; the job then goes on by itself.',
  ],
  identity: [
    'This server now uses another key or address than the one this job was prepared for.',
    'Nothing was sent or asked there. The batches stay where they are.',
    'Give the server the earlier key again (see Connections), then press Check now.',
  ],
  auth: [
    'The provider refused the key.',
    'Nothing more is sent. Batches already there stay there.',
    'Mend the key on the server (see Connections), then press Check now.',
  ],
  money: [
    'The provider refuses because the account has no credit left or a spending limit is reached.',
    'Nothing more is sent, and nothing was charged for this call.',
    'Raise the limit or add credit at the provider, then press Check now.',
  ],
  model: [
    'The provider does not know the model, or the key may not use it.',
    'Nothing more is sent, and nothing was charged for this call.',
    'Give the key access to the model and press Check now, or cancel the job and duplicate it with another model.',
  ],
  'not-found': [
    'The provider no longer knows this file or batch.',
    'Its rows have no answers from this batch.',
    'Send the remaining rows again, which makes a new batch and is paid for anew.',
  ],
  'too-large': [
    'The file is larger than the provider or a server in between accepts.',
    'It was not taken; its rows were not sent and nothing was charged.',
    'Make batches smaller (Requests per batch) and prepare the rows again.',
  ],
  'rate-limit': [
    'The provider asks to slow down.',
    'Nothing is lost and nothing was charged for this call.',
    'It is tried again by itself after a pause.',
  ],
  room: [
    'Waiting for room at the provider: it takes no further batch for now.',
    'Nothing is lost and nothing was charged: what was refused never ran.',
    'What waits is sent by itself as earlier batches end. Nothing is to be done.',
  ],
  rejected: [
    'The provider refused the request.',
    'Its rows were not taken and nothing was charged for them.',
    'Read the details, change the recipe, and send the remaining rows again.',
  ],
  server: ['The provider has a problem of its own.', 'Nothing is lost.', 'It is tried again by itself.'],
  incomplete: [
    'The download broke off before its end.',
    'Nothing is lost; the whole file is still at the provider.',
    'It is fetched again by itself.',
  ],
  aborted: ['It was stopped.', 'Nothing is lost.', 'Start it again when you like.'],
};

const PAGE: (typeof WORDS)['server'] = [
  'The server answered with a page instead of data. It is probably being updated.',
  'Nothing is lost; what is at the provider goes on there.',
  'It is tried again by itself. Reload this page if it lasts.',
];

/** Where our own server, or what stands before it, has the word: the provider was not asked. */
const OWN_WORDS: Record<string, (typeof WORDS)['auth']> = {
  no_key: [
    'The server has no key for this provider now.',
    'Nothing was sent or asked there. Batches already there go on, and nothing is lost.',
    'Give the server the key of this job again (see Connections), then press Check now.',
  ],
  view_only: [
    'You are signed in for viewing only.',
    'Nothing was sent. Batches already at the provider go on, and nothing is lost.',
    'Sign in with the passphrase that may send, then press Check now.',
  ],
  unknown_endpoint: [
    'This server no longer has the connection this job was prepared for.',
    'Nothing was sent or asked. Batches already at the provider go on, and nothing is lost.',
    'Give the server this connection again (see Connections), then press Check now.',
  ],
  page_instead: PAGE,
  page_refused: PAGE,
};

/** The one place that decides what a person reads about a failed call. */
export function troubleOf(failure: CallFailure): Trouble {
  const [what, meaning, todo] = (failure.code !== null && OWN_WORDS[failure.code]) || WORDS[failure.kind];
  const details = [
    failure.status && `status ${failure.status}`,
    failure.code,
    failure.message,
    failure.requestId && `request ${failure.requestId}`,
  ];
  return { what, meaning, todo, details: details.filter(Boolean).join(' · ') || null };
}

/** Seconds to wait before try number `tries` (from 1): doubling from 2 up to 5 minutes, or what the provider asked for. */
export function backoffSeconds(tries: number, failure: CallFailure): number {
  return Math.max(failure.retryAfterSeconds ?? 0, Math.min(300, 2 ** Math.min(tries, 9)));
}
