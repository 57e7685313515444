import type { EndpointInfo } from '#lib/core/endpoint';
import type { CallFailure } from '#lib/core/failure';
import type { Trouble } from '#lib/core/job';
import type { Tone } from '../../_ui/badge.tsx';

export const KINDS = ['models', 'files', 'batches'] as const;
export type Permissions = Record<(typeof KINDS)[number], 'permitted' | CallFailure>;

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

const variable = (endpoint: EndpointInfo) => endpoint.keyVariable ?? 'its key';

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
    `Set ${variable(endpoint)} in the server’s environment and restart it.`,
  ]);
}

const detailsOf = (failures: CallFailure[]) =>
  [...new Set(failures.map((failure) => [failure.status, failure.code, failure.message].filter(Boolean).join(' · ')))].join('\n');

function withFailures(endpoint: EndpointInfo, failures: CallFailure[]): ConnectionState {
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
  if (isRefusal && failures.length < KINDS.length) {
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
      `Set another key in ${variable(endpoint)} and restart the server.`,
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
  const failures = KINDS.map((kind) => asked.permissions[kind]).filter((answer) => answer !== 'permitted');
  return failures.length === 0 ? fine('Connected', 'ok') : withFailures(endpoint, failures);
}
