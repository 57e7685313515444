import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, vi } from 'vitest';
import { answerEndpoints, answerHealth, answerKey, answerProxy, answerSession } from '../answer.ts';
import { verifierOf } from '../passphrase.ts';
import type { SignInSettings } from '../sign-in-settings.ts';
import { call, type Answer, type CallOptions } from './client.ts';
import { startFront, type Front } from './front.ts';
import { startUpstream, type FakeUpstream } from './upstream.ts';

export const FULL = 'five words nobody will guess';
export const VIEW = 'only looking around here';
export const KEY = 'sk-test-0123456789abcdef';

const CHEAP = 10;
const signIn: SignInSettings = {
  full: verifierOf(FULL, CHEAP),
  view: verifierOf(VIEW, CHEAP),
  key: new Uint8Array(randomBytes(32)),
  hours: 1,
};

function door(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/api/health') return answerHealth();
  if (pathname === '/api/session') return answerSession(request);
  if (pathname === '/api/endpoints') return answerEndpoints(request);
  return pathname.startsWith('/api/keys/') ? answerKey(request) : answerProxy(request);
}

export const codeOf = (answer: Answer): string => JSON.parse(answer.body.toString()).error.code;
/** Status, code in the body and code in the header of a refusal. */
export const seen = (answer: Answer) => [answer.status, codeOf(answer), answer.headers['x-rowmill-problem']];
export const cookieOf = (answer: Answer): string => answer.headers['set-cookie']![0]!.split(';')[0]!;

/** All doors of lib/server with a sign-in, over real HTTP, before a provider that remembers: new for each test of the file that calls it. */
export function teamOfEachTest() {
  let upstream: FakeUpstream;
  let front: Front;
  let logged: string[];
  const team = {
    get upstream() {
      return upstream;
    },
    get front() {
      return front;
    },
    get logged() {
      return logged;
    },
    async restart(more: Partial<Parameters<typeof startFront>[1]> = {}): Promise<void> {
      await front?.stop();
      front = await startFront(door, { baseUrl: upstream.baseUrl, key: KEY, signIn, ...more });
    },
    sign: (passphrase: string, { name = 'Ada', headers = {} }: { name?: unknown; headers?: Record<string, string> } = {}) =>
      call(front.origin, '/api/session', { method: 'POST', body: JSON.stringify({ name, passphrase }), headers }),
    signedIn: async (passphrase = FULL) => cookieOf(await team.sign(passphrase)),
    as: (cookie: string, path: string, { headers, ...options }: CallOptions = {}) =>
      call(front.origin, path, { ...options, headers: { cookie, ...headers } }),
    audited: () => logged.map((line) => JSON.parse(line)).filter(({ event }) => event === 'write'),
  };
  beforeEach(async () => {
    upstream = await startUpstream();
    await team.restart();
    logged = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => (logged.push(String(text)), true));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await front.stop();
    await upstream.stop();
  });
  return team;
}
