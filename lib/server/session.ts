import { randomUUID } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { z } from 'zod';

export interface Session {
  id: string;
  name: string;
  mayWrite: boolean;
}

/** Sessions live in the cookies themselves, sealed; the server keeps only which were ended before their time. */
export interface Sessions {
  /** A Set-Cookie header for a new session, whatever cookie came with the request. */
  start(name: string, mayWrite: boolean): Promise<string>;
  /** The session of a Cookie header; null where there is none, or it is altered, expired or ended. */
  read(cookies: string | null | undefined): Promise<Session | null>;
  /** Ends the session of a Cookie header in this process, and returns the Set-Cookie header that takes it from the browser. */
  end(cookies: string | null): Promise<{ session: Session | null; cookie: string }>;
}

const claims = z.object({ jti: z.string(), exp: z.number(), name: z.string(), mayWrite: z.boolean() });

/** Ports of one machine share cookies, so the name holds ours; `__Host-` keeps other hosts of a domain from setting it. */
function cookieName(origin: string): string {
  const { protocol, port } = new URL(origin);
  return protocol === 'https:' ? '__Host-rowmill-session' : `rowmill-session-${port || '80'}`;
}

function valueOf(cookies: string, name: string): string | null {
  const found = cookies.split(';').find((one) => one.trimStart().startsWith(`${name}=`));
  return found ? found.slice(found.indexOf('=') + 1).trim() : null;
}

/** Sessions of one origin, sealed with a key of 32 bytes (JWE, A256GCM). */
export function sessionsOf(origin: string, { key, hours }: { key: Uint8Array; hours: number }): Sessions {
  const name = cookieName(origin);
  const ended = new Map<string, number>();
  const attributes = `Path=/; HttpOnly; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`;
  const options = { audience: origin, keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };

  async function open(cookies: string | null | undefined) {
    const token = cookies ? valueOf(cookies, name) : null;
    if (!token) return null;
    try {
      const { payload } = await jwtDecrypt(token, key, options);
      const read = claims.parse(payload);
      return ended.has(read.jti) ? null : read;
    } catch {
      return null;
    }
  }

  return {
    async start(person, mayWrite) {
      const token = await new EncryptJWT({ name: person, mayWrite })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setJti(randomUUID())
        .setAudience(origin)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000 + hours * 3600))
        .encrypt(key);
      return `${name}=${token}; Max-Age=${Math.floor(hours * 3600)}; ${attributes}`;
    },
    async read(cookies) {
      const read = await open(cookies);
      return read && { id: read.jti, name: read.name, mayWrite: read.mayWrite };
    },
    async end(cookies) {
      const read = await open(cookies);
      const now = Date.now() / 1000;
      for (const [id, expires] of ended) if (expires < now) ended.delete(id);
      if (read) ended.set(read.jti, read.exp);
      return { session: read && { id: read.jti, name: read.name, mayWrite: read.mayWrite }, cookie: `${name}=; Max-Age=0; ${attributes}` };
    },
  };
}
