import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { sessionsOf } from './session.ts';

const origin = 'https://rowmill.example.org';
const key = new Uint8Array(randomBytes(32));
const sessions = sessionsOf(origin, { key, hours: 2 });
const cookieOf = (setCookie: string) => setCookie.split(';')[0]!;
const started = async (mayWrite = true) => cookieOf(await sessions.start('Ada Lovelace', mayWrite));

afterEach(() => void vi.useRealTimers());

describe('the cookie', () => {
  test('is for this host alone, unreadable to scripts, not sent along by other sites, and ends', async () => {
    const setCookie = await sessions.start('Ada', true);
    expect(setCookie).toMatch(/^__Host-rowmill-session=[\w.-]+; Max-Age=7200; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    const local = await sessionsOf('http://localhost:3000', { key, hours: 2 }).start('Ada', true);
    expect(local).toMatch(/^rowmill-session-3000=[\w.-]+; Max-Age=7200; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('shows nothing of who it is for', async () => {
    const cookie = await started();
    const seen = cookie.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(cookie + seen.join()).not.toMatch(/Ada|Lovelace|mayWrite/);
  });

  test('is read among others', async () => {
    const cookie = await started(false);
    expect(await sessions.read(`a=b; ${cookie}; c=d`)).toMatchObject({ name: 'Ada Lovelace', mayWrite: false });
    for (const other of [null, undefined, '', 'a=b', `x${cookie}`, cookie.replace('rowmill', 'other')])
      expect(await sessions.read(other)).toBeNull();
  });
});

describe('is worth nothing', () => {
  test('with any one character changed', async () => {
    const cookie = await started(false);
    const from = cookie.indexOf('=') + 1;
    for (let at = from; at < cookie.length; at += 1) {
      const altered = cookie.slice(0, at) + (cookie[at] === 'Q' ? 'g' : 'Q') + cookie.slice(at + 1);
      expect(await sessions.read(altered), `character ${at - from}`).toBeNull();
    }
  });

  test('after its time', async () => {
    const cookie = await started();
    vi.useFakeTimers({ now: Date.now() + 7_199_000 });
    expect(await sessions.read(cookie)).not.toBeNull();
    vi.setSystemTime(Date.now() + 2000);
    expect(await sessions.read(cookie)).toBeNull();
  });

  test('under another key, or at another address', async () => {
    const cookie = await started();
    expect(await sessionsOf(origin, { key: new Uint8Array(randomBytes(32)), hours: 2 }).read(cookie)).toBeNull();
    expect(await sessionsOf('https://other.example.org', { key, hours: 2 }).read(cookie)).toBeNull();
    expect(await sessionsOf(origin, { key, hours: 2 }).read(cookie)).not.toBeNull();
  });

  test('unsealed, or sealed otherwise', async () => {
    const claims = Buffer.from(JSON.stringify({ name: 'Eve', mayWrite: true, jti: 'x', exp: 9e9, aud: origin })).toString('base64url');
    for (const header of [{ alg: 'none' }, { alg: 'HS256' }, { alg: 'dir', enc: 'none' }]) {
      const head = Buffer.from(JSON.stringify(header)).toString('base64url');
      for (const token of [`${head}.${claims}.`, `${head}..${claims}..`, `${head}.${claims}`]) {
        expect(await sessions.read(`__Host-rowmill-session=${token}`)).toBeNull();
      }
    }
  });

  test('once signed out, in a copy too; other sessions go on', async () => {
    const [cookie, other] = [await started(), await started()];
    const { session, cookie: cleared } = await sessions.end(cookie);
    expect(session?.name).toBe('Ada Lovelace');
    expect(cleared).toMatch(/^__Host-rowmill-session=; Max-Age=0;/);
    expect(await sessions.read(cookie)).toBeNull();
    expect(await sessions.read(other)).not.toBeNull();
    expect((await sessions.end('')).session).toBeNull();
  });
});

test('each sign-in makes a session of its own', async () => {
  const ids = await Promise.all([started(), started()].map(async (cookie) => (await sessions.read(await cookie))!.id));
  expect(ids[0]).not.toBe(ids[1]);
});
