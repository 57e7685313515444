// Prints what ROWMILL_PASSPHRASE_HASH takes, of a passphrase typed or piped in: node scripts/hash-passphrase.js
import { randomBytes, scryptSync } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { isProgram } from './run.js';

const COST = 16;

/** `scrypt:{cost}:{salt}:{hash}`, as lib/server/passphrase.ts reads it. No `$`, which shells and compose files would replace. */
export function hashPassphrase(passphrase, salt = randomBytes(16)) {
  const hash = scryptSync(passphrase.normalize('NFC'), salt, 32, { N: 2 ** COST, r: 8, p: 1, maxmem: 256 * 2 ** COST * 8 });
  return `scrypt:${COST}:${salt.toString('base64url')}:${hash.toString('base64url')}`;
}

if (isProgram(import.meta)) {
  process.stderr.write('Passphrase (shown as you type; the hash stands on the next line): ');
  const lines = createInterface({ input: process.stdin });
  const { value: line } = await lines[Symbol.asyncIterator]().next();
  lines.close();
  const passphrase = line?.trim() ?? '';
  if (passphrase === '') process.stderr.write('Nothing was typed.\n');
  else process.stdout.write(`${hashPassphrase(passphrase)}\n`);
  process.exitCode = passphrase === '' ? 1 : 0;
}
