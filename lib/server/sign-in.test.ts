import { describe, expect, test } from 'vitest';
import { call } from './testing/client.ts';
import { codeOf, cookieOf, FULL, seen, teamOfEachTest, VIEW } from './testing/team.ts';

const team = teamOfEachTest();

const doors: [method: string, path: string][] = [
  ['GET', '/api/endpoints'],
  ['GET', '/api/session'],
  ['PUT', '/api/keys/openai'],
  ['DELETE', '/api/keys/openai'],
  ['GET', '/api/openai/v1/models'],
  ['POST', '/api/openai/v1/files'],
  ['DELETE', '/api/openai/v1/files/file-1'],
  ['POST', '/api/openai/v1/batches'],
  ['POST', '/api/openai/v1/chat/completions'],
  ['POST', '/api/anthropic/v1/messages/batches'],
  ['GET', '/api/sandbox-openai/v1/models'],
  ['GET', '/api/nowhere/v1/models'],
  ['GET', '/api/openai/v1/organization'],
];

describe('without a session', () => {
  test.each(doors)('%s %s is shut', async (method, path) => {
    expect(seen(await call(team.front.origin, path, { method }))).toEqual([401, 'signed_out', 'signed_out']);
    expect(team.upstream.requests).toHaveLength(0);
  });

  test('only health is told, and that tells nothing', async () => {
    const { status, body } = await call(team.front.origin, '/api/health', { headers: { 'sec-fetch-site': '', host: '10.0.0.1' } });
    expect(status).toBe(200);
    expect(JSON.parse(body.toString())).toEqual({ ok: true, version: null, sandbox: 'down' });
  });

  test('a large upload is answered all the same, and none of it goes on', async () => {
    const answer = await call(team.front.origin, '/api/openai/v1/files', { method: 'POST', body: Buffer.alloc(20_000_000) });
    expect(seen(answer)).toEqual([401, 'signed_out', 'signed_out']);
    expect(team.upstream.requests).toHaveLength(0);
  });

  test('a 401 of the provider carries no mark of ours', async () => {
    team.upstream.behave((_, response) =>
      response.writeHead(401, { 'x-rowmill-problem': 'signed_out' }).end('{"error":{"code":"invalid_api_key"}}'),
    );
    const answer = await team.as(await team.signedIn(), '/api/openai/v1/models');
    expect(seen(answer)).toEqual([401, 'invalid_api_key', undefined]);
  });
});

describe('signing in', () => {
  test('gives a cookie, and who one is; nothing secret is in answers or log', async () => {
    const answer = await team.sign(FULL, { name: ' Ada Lovelace ' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body.toString())).toEqual({ session: { name: 'Ada Lovelace', mayWrite: true } });
    expect(answer.headers['cache-control']).toBe('no-store');
    const who = await team.as(cookieOf(answer), '/api/session');
    expect(JSON.parse(who.body.toString())).toEqual({ session: { name: 'Ada Lovelace', mayWrite: true } });
    expect((await team.as(cookieOf(answer), '/api/openai/v1/models')).status).toBe(200);
    expect(team.logged.join('')).not.toMatch(/five words|looking/);
    expect(team.upstream.requests[0]!.headers.cookie).toBeUndefined();
  });

  test.each([
    ['', FULL],
    ['   ', FULL],
    ['a'.repeat(81), FULL],
    ['Ada\nEve', FULL],
    ['Ada\u202e', FULL],
    [7, FULL],
    ['Ada', 7],
    ['Ada', 'x'.repeat(1001)],
  ])('name %j: not with this', async (name, passphrase) => {
    expect(seen(await team.sign(passphrase as string, { name }))[1]).toBe('sign_in_unreadable');
  });

  test('what is no JSON, or too much of it, is refused', async () => {
    for (const body of ['', '{', 'null', `{"name":"Ada","passphrase":"${FULL}","x":"${'x'.repeat(20_000)}"}`]) {
      const answer = await call(team.front.origin, '/api/session', { method: 'POST', body });
      expect(seen(answer)).toEqual([400, 'sign_in_unreadable', 'sign_in_unreadable']);
    }
  });

  test('signed out, the cookie is worth nothing any more', async () => {
    const cookie = await team.signedIn();
    const out = await team.as(cookie, '/api/session', { method: 'DELETE' });
    expect([out.status, out.headers['set-cookie']![0]]).toEqual([204, expect.stringMatching(/=; Max-Age=0; Path=\/; HttpOnly/)]);
    expect((await team.as(cookie, '/api/endpoints')).status).toBe(401);
  });

  test('a session from before is not taken over: no fixation', async () => {
    const planted = await team.signedIn(VIEW);
    const own = cookieOf(await team.sign(FULL, { headers: { cookie: planted } }));
    expect(own).not.toBe(planted);
    expect((await team.as(planted, '/api/openai/v1/files/file-1', { method: 'DELETE' })).status).toBe(403);
    for (const made of [`${own.split('=')[0]}=fixed`, `${own}; ${own.split('=')[0]}=fixed`.split('; ').toReversed().join('; ')]) {
      expect((await team.as(made, '/api/endpoints')).status).toBe(401);
    }
  });

  test('where there is no sign-in nobody is asked for anything', async () => {
    await team.restart({ signIn: undefined });
    const who = await call(team.front.origin, '/api/session');
    expect(JSON.parse(who.body.toString())).toEqual({ session: { name: null, mayWrite: true } });
    expect((await team.sign(FULL)).headers['set-cookie']).toBeUndefined();
    expect((await call(team.front.origin, '/api/endpoints')).status).toBe(200);
  });
});

describe('guessing', () => {
  const from = (address: string) => ({ headers: { 'x-rowmill-address': address } });

  test('is slowed down, at once and in words; other addresses are not', async () => {
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, n) => team.sign(`guess ${n}`, from('203.0.113.7'))));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    const paused = guesses.find(({ status }) => status === 429)!;
    expect(codeOf(paused)).toBe('sign_in_paused');
    expect(Number(paused.headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(paused.body.toString()).error.message).toContain(`in ${paused.headers['retry-after']} seconds`);
    expect((await team.sign(FULL, from('203.0.113.7'))).status).toBe(429);
    expect((await team.sign(FULL, from('203.0.113.8'))).status).toBe(200);
  });

  test('from everywhere is slowed down too, and nobody signed in notices', async () => {
    const cookie = await team.signedIn();
    const guesses = await Promise.all(Array.from({ length: 70 }, (_, n) => team.sign('guess', from(`203.0.${n}.1`))));
    expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(8);
    expect((await team.as(cookie, '/api/openai/v1/models')).status).toBe(200);
  });

  test('is written down, without the guess', async () => {
    await team.sign('a secret guess', { name: 'Eve', ...from('203.0.113.7') });
    expect(JSON.parse(team.logged[0]!)).toMatchObject({ event: 'sign_in_refused', who: 'Eve', from: '203.0.113.7' });
    expect(team.logged.join('')).not.toContain('guess');
  });
});

describe('signed in to look only', () => {
  test('reads pass', async () => {
    const cookie = await team.signedIn(VIEW);
    for (const path of ['/api/endpoints', '/api/openai/v1/models', '/api/openai/v1/batches', '/api/openai/v1/files/f_1/content']) {
      expect((await team.as(cookie, path)).status).toBe(200);
    }
    expect(JSON.parse((await team.as(cookie, '/api/session')).body.toString()).session.mayWrite).toBe(false);
    const mayType = async (passphrase: string) => {
      const { endpoints } = JSON.parse((await team.as(await team.signedIn(passphrase), '/api/endpoints')).body.toString());
      return endpoints[0].mayType;
    };
    expect([await mayType(VIEW), await mayType(FULL)]).toEqual([false, true]);
  });

  test.each(doors.filter(([method, path]) => method !== 'GET' && !path.includes('organization')))(
    '%s %s is refused',
    async (method, path) => {
      const answer = await team.as(await team.signedIn(VIEW), path, {
        method,
        body: method === 'DELETE' ? undefined : '{"key":"sk-other"}',
      });
      expect(seen(answer)).toEqual([403, 'view_only', 'view_only']);
      expect(JSON.parse(answer.body.toString()).error.message).toContain('to look only');
      expect(team.upstream.requests).toHaveLength(0);
    },
  );
});
