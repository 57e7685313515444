import type { EndpointInfo } from '#lib/core/endpoint';
import type { CallFailure } from '#lib/core/failure';
import type { Trouble } from '#lib/core/job';
import type { Tone } from '../../_ui/badge.tsx';

export const KINDS = ['models', 'files', 'batches'] as const;
/** Null: the provider has none of the kind. */
export type Permissions = Record<(typeof KINDS)[number], 'permitted' | CallFailure | null>;

/** What asking an endpoint came to; null while it is asked. */
export type Asked = { ok: true; permissions: Permissions } | { ok: false; message: string } | null;

export interface ConnectionState {
  words: string;
  tone: Tone;
  /** What happened, what it means, what can be done; null where all is well. */
  trouble: Trouble | null;
}

const fine = (words: string, tone: Tone): ConnectionState => ({ words, tone, trouble: null });

const amiss = (words: string, tone: Tone, [what, meaning, todo]: [string, string, string], details: string | null = null) => ({
  words,
  tone,
  trouble: { what, meaning, todo, details },
});

/** Where another key is given. */
function keyPlace({ keyVariable, mayType }: EndpointInfo, key: string): string {
  const place = `${keyVariable ?? 'its key'} in the server’s environment and restart it`;
  return mayType ? `Type ${key} below, or set ${place}.` : `Set ${place}.`;
}

function withoutKey(endpoint: EndpointInfo): ConnectionState {
  if (endpoint.kind === 'sandbox') {
    return amiss('Not running', 'error', [
      'The sandbox is not running.',
      'Practice jobs wait until it is; nothing of theirs is lost.',
      'Restart the server: it starts the sandbox beside itself.',
    ]);
  }
  return amiss('No key', 'neutral', [
    'The server holds no key for this provider.',
    'Jobs can be prepared on the sandbox, but nothing can be sent here.',
    keyPlace(endpoint, 'a key'),
  ]);
}

/** What to say where a key typed in this browser (`typed`: its fingerprint) is no longer held; null where none is missed. */
export function lostKey(endpoint: EndpointInfo, typed: string | undefined): Trouble | null {
  if (typed === undefined || endpoint.keySource === 'typed' || endpoint.fingerprint === typed) return null;
  const instead = endpoint.keySource === 'environment' ? ` The key in ${endpoint.keyVariable} is used now.` : '';
  return {
    what: `The key typed here (fingerprint ${typed}) is gone.${instead}`,
    meaning: 'A typed key lasts until the server stops. Jobs prepared with it wait for it; their batches at the provider go on.',
    todo: endpoint.mayType ? 'Type it again below, then press “Check now” in those jobs.' : keyPlace(endpoint, 'it'),
    details: null,
  };
}

const detailsOf = (failures: CallFailure[]) =>
  [...new Set(failures.map((failure) => [failure.status, failure.code, failure.message].filter(Boolean).join(' · ')))].join('\n');

function withFailures(endpoint: EndpointInfo, failures: CallFailure[], asked: number): ConnectionState {
  const details = detailsOf(failures);
  if (failures.some((failure) => failure.kind === 'identity')) {
    const words: [string, string, string] = [
      'The server holds another key than a moment ago.',
      'Jobs stay with the key they were prepared for and wait for it.',
      'Reload this page to see how the new key stands.',
    ];
    return amiss('Key changed', 'warn', words, details);
  }
  const isRefusal = failures.every((failure) => failure.kind === 'auth');
  if (isRefusal && failures.length < asked) {
    const words: [string, string, string] = [
      'This key may not do all that a job needs.',
      'A job would stop at the step that is not permitted, and wait.',
      'Give the key the missing permissions at the provider, then check again.',
    ];
    return amiss('Connected in part', 'warn', words, details);
  }
  if (isRefusal) {
    const words: [string, string, string] = [
      'The provider does not take this key.',
      'Nothing is sent or collected here. Batches already at the provider go on there.',
      keyPlace(endpoint, 'another key'),
    ];
    return amiss('Refused', 'error', words, details);
  }
  const words: [string, string, string] = [
    'The provider did not answer as it should.',
    'Nothing is lost; what is at the provider goes on there.',
    'Try again in a while, and see the provider’s own status page if it lasts.',
  ];
  return amiss('Cannot be reached', 'error', words, details);
}

/** How an endpoint stands, in words, from what it offers and what three small reads came to. */
export function connectionState(endpoint: EndpointInfo, asked: Asked): ConnectionState {
  if (endpoint.identity === null) return withoutKey(endpoint);
  if (asked === null) return fine('Asking …', 'neutral');
  if (!asked.ok) {
    const words: [string, string, string] = [
      'It could not be asked.',
      'Nothing is known of this key now.',
      'Reload the page and try again.',
    ];
    return amiss('Not known', 'warn', words, asked.message);
  }
  const answers = KINDS.map((kind) => asked.permissions[kind]).filter((answer) => answer !== null);
  const failures = answers.filter((answer) => answer !== 'permitted');
  return failures.length === 0 ? fine('Connected', 'ok') : withFailures(endpoint, failures, answers.length);
}
