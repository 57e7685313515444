import { expect, test } from 'vitest';
import { isPassphrase, readVerifier, verifierOf } from './passphrase.ts';

test('the same passphrase makes the same verifier in every process, which does not hold it', async () => {
  const verifier = verifierOf('five words nobody will guess');
  expect(verifier).toEqual(verifierOf('five words nobody will guess'));
  expect(await isPassphrase('five words nobody will guess', verifier)).toBe(true);
  expect(Buffer.concat([verifier.salt, verifier.hash]).toString()).not.toContain('guess');
});

const [salt, hash] = ['A'.repeat(22), 'A'.repeat(43)];
test.each([
  '',
  'five words',
  `scrypt:13:${salt}:${hash}`,
  `scrypt:21:${salt}:${hash}`,
  `scrypt:16:short:${hash}`,
  `scrypt:16:${salt}:${hash}A`,
  `bcrypt:16:${salt}:${hash}`,
])('%j is no hash', (text) => expect(readVerifier(text)).toBeNull());
