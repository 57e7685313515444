import { scrypt, scryptSync, timingSafeEqual } from 'node:crypto';

/** What a passphrase is checked against: scrypt's output, never the passphrase itself. */
export interface Verifier {
  /** Base-2 logarithm of scrypt's N; 15 takes 32 MB and some 70 ms. */
  cost: number;
  salt: Buffer;
  hash: Buffer;
}

const PLAIN_COST = 15;
const BLOCK = 8;
const HASH_BYTES = 32;
const written = /^scrypt:(\d{2}):([\w-]{16,}):([\w-]{43})$/;

const parameters = (cost: number) => ({ N: 2 ** cost, r: BLOCK, p: 1, maxmem: 256 * 2 ** cost * BLOCK });
const bytesOf = (passphrase: string): string => passphrase.normalize('NFC');

/** Reads `scrypt:{cost}:{salt}:{hash}` as scripts/hash-passphrase.js writes it; null where it is not one. Costs 14 to 20. */
export function readVerifier(text: string): Verifier | null {
  const [, cost, salt, hash] = written.exec(text) ?? [];
  if (cost === undefined || salt === undefined || hash === undefined || Number(cost) < 14 || Number(cost) > 20) return null;
  return { cost: Number(cost), salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}

/** The salt is the same in every process, so that several servers with one passphrase read each other's sessions. Blocks for a moment. */
export function verifierOf(passphrase: string, cost = PLAIN_COST): Verifier {
  const salt = Buffer.from('rowmill passphrase');
  return { cost, salt, hash: scryptSync(bytesOf(passphrase), salt, HASH_BYTES, parameters(cost)) };
}

/** Whether a passphrase is the one. Takes as long for a wrong one as for the right one. */
export function isPassphrase(given: string, { cost, salt, hash }: Verifier): Promise<boolean> {
  return new Promise((resolve, reject) => {
    scrypt(bytesOf(given), salt, HASH_BYTES, parameters(cost), (error, made) => {
      if (error) reject(error);
      else resolve(timingSafeEqual(made, hash));
    });
  });
}
