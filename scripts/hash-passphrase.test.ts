import { expect, test } from 'vitest';
import { isPassphrase, readVerifier } from '../lib/server/passphrase.ts';
import { hashPassphrase } from './hash-passphrase.js';

test('what the script prints is what the server reads', async () => {
  const text = hashPassphrase('fünf Wörter, die niemand rät');
  expect(text).toMatch(/^scrypt:16:[\w-]{22}:[\w-]{43}$/);
  const verifier = readVerifier(text)!;
  expect(await isPassphrase('fünf Wörter, die niemand rät', verifier)).toBe(true);
  expect(await isPassphrase('fünf Wörter, die niemand rät'.normalize('NFD'), verifier)).toBe(true);
  expect(await isPassphrase('fünf Wörter, die niemand rat', verifier)).toBe(false);
  expect(await isPassphrase('', verifier)).toBe(false);
});
