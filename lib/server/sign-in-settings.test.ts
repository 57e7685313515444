import { expect, test } from 'vitest';
import { readSignIn } from './sign-in-settings.ts';

const full = 'five words nobody will guess';
const view = 'only looking around here';
const hashOf = `scrypt:16:${'A'.repeat(22)}:${'B'.repeat(43)}`;

const settingsOf = (env: Record<string, string>) => {
  const read = readSignIn(env as never);
  if (!read.ok) throw new Error(read.problems.join());
  return read.settings;
};
const keyOf = (env: Record<string, string>) => Buffer.from(settingsOf(env)!.key).toString('hex');

test('without a passphrase nobody signs in', () => expect(settingsOf({ ROWMILL_PASSPHRASE: ' ' })).toBeNull());

test('sessions last three days unless said', () => {
  expect(settingsOf({ ROWMILL_PASSPHRASE: full })?.hours).toBe(72);
  expect(settingsOf({ ROWMILL_PASSPHRASE_HASH: hashOf, ROWMILL_SESSION_HOURS: '0.5' })?.hours).toBe(0.5);
});

test('the key of the cookies is the same in every process, and another with another passphrase or secret', () => {
  const keys = [
    { ROWMILL_PASSPHRASE: full },
    { ROWMILL_PASSPHRASE: `${full}!` },
    { ROWMILL_PASSPHRASE_HASH: hashOf },
    { ROWMILL_PASSPHRASE_HASH: hashOf.replace('B', 'C') },
    { ROWMILL_PASSPHRASE: full, ROWMILL_VIEW_PASSPHRASE: view },
    { ROWMILL_PASSPHRASE: full, ROWMILL_SESSION_SECRET: 'one' },
    { ROWMILL_PASSPHRASE: full, ROWMILL_SESSION_SECRET: 'other' },
  ].map((env) => keyOf(env as never));
  expect(new Set(keys).size).toBe(keys.length);
  expect(keyOf({ ROWMILL_PASSPHRASE: full })).toBe(keys[0]);
});

test.each([
  [{ ROWMILL_PASSPHRASE: full, ROWMILL_PASSPHRASE_HASH: hashOf }, /^ROWMILL_PASSPHRASE and ROWMILL_PASSPHRASE_HASH are both set/],
  [{ ROWMILL_PASSPHRASE_HASH: full }, /^ROWMILL_PASSPHRASE_HASH is not a hash/],
  [{ ROWMILL_VIEW_PASSPHRASE: view }, /without ROWMILL_PASSPHRASE/],
  [{ ROWMILL_PASSPHRASE: full, ROWMILL_VIEW_PASSPHRASE: full }, /must differ/],
  [{ ROWMILL_PASSPHRASE: full, ROWMILL_SESSION_HOURS: 'soon' }, /^ROWMILL_SESSION_HOURS must be/],
  [{ ROWMILL_PASSPHRASE: full, ROWMILL_SESSION_HOURS: '-1' }, /^ROWMILL_SESSION_HOURS must be/],
])('%j is refused in words that hold no passphrase', (env, words) => {
  const read = readSignIn(env as never);
  expect(read.ok ? '' : read.problems.join(' ')).toMatch(words);
  expect(JSON.stringify(read)).not.toContain(full);
});
