import type { EndpointInfo } from '#lib/core/endpoint';
import type { CallFailure } from '#lib/core/failure';
import type { Tone } from '../../_ui/badge.tsx';

export const KINDS = ['models', 'files', 'batches'] as const;
export type Permissions = Record<(typeof KINDS)[number], 'permitted' | CallFailure>;

/** What asking an endpoint came to; null while it is asked. */
export type Asked = { ok: true; permissions: Permissions } | { ok: false; message: string } | null;

export interface ConnectionState {
  words: string;
  tone: Tone;
  /** What it means and what can be done; null where all is well. */
  todo: string | null;
  details: string | null;
}

const say = (words: string, tone: Tone, todo: string | null = null, details: string | null = null): ConnectionState => ({
  words,
  tone,
  todo,
  details,
});

function withoutKey(endpoint: EndpointInfo): ConnectionState {
  if (endpoint.kind === 'sandbox') return say('Not running', 'error', 'Restart the server: it starts the sandbox beside itself.');
  return say('No key', 'neutral', `Set ${endpoint.keyVariable ?? 'the key'} in the server's environment and restart it.`);
}

const detailsOf = (failures: CallFailure[]) =>
  [...new Set(failures.map((failure) => [failure.status, failure.code, failure.message].filter(Boolean).join(' · ')))].join('\n');

/** How an endpoint stands, in words, from what it offers and what three small reads came to. */
export function connectionState(endpoint: EndpointInfo, asked: Asked): ConnectionState {
  if (endpoint.identity === null) return withoutKey(endpoint);
  if (asked === null) return say('Asking …', 'neutral');
  if (!asked.ok) return say('Not known', 'warn', 'It could not be asked. Reload the page and try again.', asked.message);
  const failures = KINDS.map((kind) => asked.permissions[kind]).filter((answer) => answer !== 'permitted');
  if (failures.length === 0) return say('Connected', 'ok');
  const details = detailsOf(failures);
  if (failures.some((failure) => failure.kind === 'identity')) {
    return say('Key changed', 'warn', 'The server holds another key than a moment ago. Reload this page.', details);
  }
  if (failures.length < KINDS.length) {
    return say(
      'Connected in part',
      'warn',
      'This key may not do all that a job needs. Give it the missing permissions at the provider.',
      details,
    );
  }
  if (failures.every((failure) => failure.kind === 'auth')) {
    return say(
      'Refused',
      'error',
      `The provider does not take this key. Set another in ${endpoint.keyVariable ?? 'the environment'}.`,
      details,
    );
  }
  return say(
    'Cannot be reached',
    'error',
    'The provider did not answer as it should. See its status page, or try again in a while.',
    details,
  );
}
