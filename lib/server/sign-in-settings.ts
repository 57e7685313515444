import { hkdfSync } from 'node:crypto';
import { readVerifier, verifierOf, type Verifier } from './passphrase.ts';

export interface SignInSettings {
  full: Verifier;
  /** Of the passphrase that lets nothing be changed at a provider; null: there is none. */
  view: Verifier | null;
  /** Seals the cookies. Another passphrase or another secret makes another key, which ends every session. */
  key: Uint8Array;
  hours: number;
}

const DEFAULT_HOURS = 72;
const MOST_HOURS = 24 * 365;

type Read<T> = { ok: true; value: T } | { ok: false; problem: string };

function readOne(env: NodeJS.ProcessEnv, name: string): Read<Verifier | null> {
  const plain = env[name]?.trim();
  const hash = env[`${name}_HASH`]?.trim();
  if (plain && hash) return { ok: false, problem: `${name} and ${name}_HASH are both set. Set one of them.` };
  if (plain) return { ok: true, value: verifierOf(plain) };
  if (!hash) return { ok: true, value: null };
  const value = readVerifier(hash);
  if (value) return { ok: true, value };
  return { ok: false, problem: `${name}_HASH is not a hash as "node scripts/hash-passphrase.js" prints it. Make it again with that.` };
}

function readHours(env: NodeJS.ProcessEnv): Read<number> {
  const text = env.ROWMILL_SESSION_HOURS?.trim();
  const hours = text ? Number(text) : DEFAULT_HOURS;
  if (hours > 0 && hours <= MOST_HOURS) return { ok: true, value: hours };
  return { ok: false, problem: `ROWMILL_SESSION_HOURS must be a number of hours up to ${MOST_HOURS}, and is "${text}".` };
}

function keyFrom(secret: string, full: Verifier, view: Verifier | null): Uint8Array {
  const material = Buffer.concat([full.hash, view?.hash ?? Buffer.alloc(0), Buffer.from(secret)]);
  return new Uint8Array(hkdfSync('sha256', material, 'rowmill', 'session cookie', 32));
}

/**
 * Reads how people sign in; `settings` is null where no passphrase is set and nobody does. `problems` are whole sentences,
 * with no passphrase in them.
 */
export function readSignIn(env: NodeJS.ProcessEnv): { ok: true; settings: SignInSettings | null } | { ok: false; problems: string[] } {
  const [full, view, hours] = [readOne(env, 'ROWMILL_PASSPHRASE'), readOne(env, 'ROWMILL_VIEW_PASSPHRASE'), readHours(env)];
  if (!full.ok || !view.ok || !hours.ok) {
    return { ok: false, problems: [full, view, hours].flatMap((read) => (read.ok ? [] : [read.problem])) };
  }
  if (!full.value) {
    if (!view.value) return { ok: true, settings: null };
    return { ok: false, problems: ['ROWMILL_VIEW_PASSPHRASE is set without ROWMILL_PASSPHRASE. Set both, or neither.'] };
  }
  if (view.value?.hash.equals(full.value.hash)) {
    return { ok: false, problems: ['ROWMILL_VIEW_PASSPHRASE is the same as ROWMILL_PASSPHRASE. They must differ: one only looks.'] };
  }
  const secret = env.ROWMILL_SESSION_SECRET?.trim() ?? '';
  return {
    ok: true,
    settings: { full: full.value, view: view.value, key: keyFrom(secret, full.value, view.value), hours: hours.value },
  };
}
