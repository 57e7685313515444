import { z } from 'zod';
import { urlOf, type Endpoint } from './endpoints.ts';
import { exchange } from './exchange.ts';
import { headersUp } from './headers.ts';
import { isPlausibleKey } from './keys.ts';
import { logLine } from './log.ts';
import type { LiveSettings } from './more-endpoints.ts';
import type { Problem } from './problem.ts';
import { readEntry } from './read-entry.ts';
import type { Runtime } from './runtime.ts';

const PATIENCE_MS = 30_000;
const entry = z.object({ key: z.string() });

function notHere({ info }: Endpoint): Problem {
  return {
    status: 403,
    code: 'key_not_typed_here',
    message: `Other machines may reach this server (HOST or PUBLIC_ORIGIN is set), so keys are not typed here. Put the key in ${info.keyVariable} and start the server again.`,
  };
}

const implausible: Problem = {
  status: 400,
  code: 'key_implausible',
  message:
    'This is not a whole key: it is empty, too long, or holds spaces or unusual characters. It was not used. Copy it again from your provider.',
};

const refused = ({ info }: Endpoint): Problem => ({
  status: 422,
  code: 'key_refused',
  message: `${info.label} does not take this key, so it was not kept and nothing has changed. Copy it again from the provider, or make a new one there.`,
});

const unchecked = ({ info }: Endpoint, why: string): Problem => ({
  status: 502,
  code: 'key_unchecked',
  message: `The key could not be checked at ${info.host} (${why}), so it was not kept and nothing has changed. Check the server's connection and address, then try again.`,
});

async function readKey(request: Request): Promise<string | null> {
  const given = await readEntry(request, entry);
  const key = given?.key.trim() ?? '';
  return isPlausibleKey(key) ? key : null;
}

/**
 * Asks the provider for its models with the key. A key that may not list models (403) is a key all the same, and a server
 * without such a list (404) cannot judge one: both are taken, and the Connections screen shows what they may do. What the
 * provider says is not passed on, since some repeat the key in it.
 */
async function check(endpoint: Endpoint, live: LiveSettings, key: string, signal: AbortSignal): Promise<Problem | null> {
  const result = await exchange({
    url: urlOf(live, '/models'),
    method: 'GET',
    headers: headersUp(new Headers({ accept: 'application/json' }), { key, auth: live.auth }, live.spec.name),
    body: null,
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    outlivesBrowser: false,
    limitBytes: null,
  });
  if (!result.ok) return unchecked(endpoint, result.kind === 'browser-gone' ? 'it did not answer' : result.code);
  result.reply.destroy();
  const status = result.reply.statusCode ?? 0;
  if (status === 400 || status === 401) return refused(endpoint);
  const isJudged = (status >= 200 && status < 300) || (status >= 402 && status < 500);
  return isJudged ? null : unchecked(endpoint, `status ${status}`);
}

/** Takes the key of a `{key}` body for `endpoint`, once the provider has not refused it. A browser that has gone meanwhile changes nothing. */
export async function takeKey(request: Request, { config, typed }: Runtime, endpoint: Endpoint): Promise<Problem | null> {
  if (!typed.allowed) return notHere(endpoint);
  const key = await readKey(request);
  if (key === null) return implausible;
  const { id } = endpoint.info;
  const live = config.live.find((one) => one.id === id);
  const problem = live ? await check(endpoint, live, key, request.signal) : notHere(endpoint);
  if (problem) return problem;
  if (request.signal.aborted) return { status: 499, code: 'browser_gone', message: 'The browser went away.' };
  typed.held.set(id, key);
  logLine('key_typed', { endpoint: id });
  return null;
}

/** From now on the environment's key is used again, if there is one. */
export function forgetKey({ typed }: Runtime, endpoint: Endpoint): Problem | null {
  if (!typed.allowed) return notHere(endpoint);
  const { id } = endpoint.info;
  if (typed.held.delete(id)) logLine('key_forgotten', { endpoint: id });
  return null;
}
