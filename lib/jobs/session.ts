import { z } from 'zod';
import { sessionInfo, type SessionInfo } from '#lib/core/session';

const answered = z.object({ session: sessionInfo });
const refused = z.object({ error: z.object({ message: z.string() }) });

export type Standing = { phase: 'here'; session: SessionInfo } | { phase: 'signed-out' } | { phase: 'unknown' };

/** Who the server takes us for. `unknown`: it did not answer as it should, which is another matter than being signed out. */
export async function whoIsSignedIn(): Promise<Standing> {
  try {
    const response = await fetch('/api/session', { cache: 'no-store' });
    if (response.status === 401) return { phase: 'signed-out' };
    return { phase: 'here', ...answered.parse(await response.json()) };
  } catch {
    return { phase: 'unknown' };
  }
}

/** Signs in; the session itself is in a cookie that no page can read. `message` says why not, in words. */
export async function signIn(name: string, passphrase: string): Promise<{ ok: true } | { ok: false; message: string }> {
  try {
    const body = JSON.stringify({ name, passphrase });
    const response = await fetch('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    return response.ok ? { ok: true } : { ok: false, message: refused.parse(await response.json()).error.message };
  } catch {
    return {
      ok: false,
      message: 'The server did not answer as it should, so you are not signed in. See that it is running, then try again.',
    };
  }
}

/** Ends the session. False: the server could not be reached, and it goes on. */
export async function signOut(): Promise<boolean> {
  return fetch('/api/session', { method: 'DELETE' }).then(
    (response) => response.ok,
    () => false,
  );
}
