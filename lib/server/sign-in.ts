import { z } from 'zod';
import type { SessionInfo } from '#lib/core/session';
import { logLine } from './log.ts';
import { isPassphrase } from './passphrase.ts';
import { refuse, type Problem } from './problem.ts';
import { readEntry } from './read-entry.ts';
import { sessionsOf, type Session, type Sessions } from './session.ts';
import type { SignInSettings } from './sign-in-settings.ts';
import { throttle, type Throttle } from './throttle.ts';

/** Set by server.js to where a connection comes from, over whatever a client says. */
const ADDRESS_HEADER = 'x-rowmill-address';

export interface SignIn {
  settings: SignInSettings;
  sessions: Sessions;
  tries: Throttle;
}

/** Who calls. Without a sign-in everyone may do everything, and nobody has a name. */
export type Caller = SessionInfo;

const anyone: Caller = { name: null, mayWrite: true };

const entry = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .regex(/^\P{C}+$/u),
  passphrase: z.string().max(1000),
});

export function signInOf(origin: string, settings: SignInSettings): SignIn {
  return { settings, sessions: sessionsOf(origin, settings), tries: throttle() };
}

const signedOut: Problem = {
  status: 401,
  code: 'signed_out',
  message: 'You are not signed in here, or your sign-in has expired. Nothing was sent. Sign in, and it goes on from there.',
};

const unreadable: Problem = {
  status: 400,
  code: 'sign_in_unreadable',
  message: 'A name of up to 80 characters and the passphrase are needed to sign in.',
};

const wrong: Problem = {
  status: 401,
  code: 'wrong_passphrase',
  message: 'This passphrase is not right, so you are not signed in. Ask whoever runs this server for it, then try again.',
};

const tooMany = (seconds: number): Problem => ({
  status: 429,
  code: 'sign_in_paused',
  message: `Too many wrong passphrases came in, so signing in is paused. People who are signed in are not affected. Try again in ${seconds} seconds.`,
  retryAfterSeconds: seconds,
});

export const viewOnly: Problem = {
  status: 403,
  code: 'view_only',
  message:
    'You are signed in to look only, so nothing may be sent, changed or deleted at a provider. Nothing was sent. Sign out and in again with the full passphrase to do this.',
};

const fromOf = (request: Request): string => request.headers.get(ADDRESS_HEADER) ?? 'unknown';

function answerWith(session: SessionInfo, cookie?: string): Response {
  const headers = { 'cache-control': 'no-store', ...(cookie ? { 'set-cookie': cookie } : {}) };
  return Response.json({ session }, { headers });
}

/** Who a request comes from, by its cookie; a problem where a sign-in is needed and there is none. */
export async function callerOf(request: Request, signIn: SignIn | null): Promise<Caller | Problem> {
  if (!signIn) return anyone;
  const session = await signIn.sessions.read(request.headers.get('cookie'));
  return session ? infoOf(session) : signedOut;
}

const infoOf = ({ name, mayWrite }: Session): SessionInfo => ({ name, mayWrite });

/** Both are checked each time: how long it takes tells nothing. Null: neither. */
async function mayWriteWith(passphrase: string, { full, view }: SignInSettings): Promise<boolean | null> {
  const [isFull, isView] = await Promise.all([isPassphrase(passphrase, full), view ? isPassphrase(passphrase, view) : false]);
  return isFull || (isView ? false : null);
}

async function start(request: Request, { settings, sessions, tries }: SignIn): Promise<Response> {
  const from = fromOf(request);
  const given = await readEntry(request, entry);
  if (!given) return refuse(request, unreadable);
  const wait = tries.begin(from);
  if (wait > 0) return refuse(request, tooMany(wait));
  const mayWrite = await mayWriteWith(given.passphrase, settings);
  if (mayWrite === null) {
    logLine('sign_in_refused', { who: given.name, from });
    return refuse(request, wrong);
  }
  tries.succeeded(from);
  logLine('signed_in', { who: given.name, mayWrite, from });
  return answerWith({ name: given.name, mayWrite }, await sessions.start(given.name, mayWrite));
}

async function end(request: Request, { sessions }: SignIn): Promise<Response> {
  const { session, cookie } = await sessions.end(request.headers.get('cookie'));
  if (session) logLine('signed_out', { who: session.name, from: fromOf(request) });
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store', 'set-cookie': cookie } });
}

/** `/api/session`: GET tells who is signed in, POST `{name, passphrase}` signs in, DELETE signs out. The guard has been passed. */
export async function session(request: Request, signIn: SignIn | null): Promise<Response> {
  if (signIn && request.method === 'POST') return start(request, signIn);
  if (signIn && request.method === 'DELETE') return end(request, signIn);
  const caller = await callerOf(request, signIn);
  return 'code' in caller ? refuse(request, caller) : answerWith(caller);
}
