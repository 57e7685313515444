import { readProxyPath } from './allow.ts';
import { listEndpoints, liveEndpointNamed } from './endpoints.ts';
import { refuseForeign } from './guard.ts';
import { refuse, type Problem } from './problem.ts';
import { proxy } from './proxy.ts';
import { currentRuntime, type Runtime } from './runtime.ts';
import { callerOf, session, viewOnly, type Caller } from './sign-in.ts';
import { forgetKey, takeKey } from './typed-key.ts';

const SANDBOX_PATIENCE_MS = 10_000;

const notStarted: Problem = {
  status: 503,
  code: 'not_started',
  message: 'The server was not started by its own program. Start it with "npm start".',
};

const unknownEndpoint = (id: string): Problem => ({
  status: 404,
  code: 'unknown_endpoint',
  message: `This server has no connection named ${id}.`,
});

async function behindGuard(request: Request, answer: (runtime: Runtime) => Promise<Response>): Promise<Response> {
  const runtime = currentRuntime();
  if (!runtime) return refuse(request, notStarted);
  const foreign = refuseForeign(request, runtime.origin);
  return foreign ? refuse(request, foreign) : answer(runtime);
}

/** For our own pages, and there for people who are signed in, where that is asked. */
function forPeople(request: Request, answer: (runtime: Runtime, caller: Caller) => Promise<Response>): Promise<Response> {
  return behindGuard(request, async (runtime) => {
    const caller = await callerOf(request, runtime.signIn);
    return 'code' in caller ? refuse(request, caller) : answer(runtime, caller);
  });
}

/** `GET /api/health`: for whatever watches the server, from anywhere; it tells nothing of people, keys or endpoints. */
export async function answerHealth(): Promise<Response> {
  const runtime = currentRuntime();
  const sandbox = (await runtime?.sandbox.address(0)) ? 'up' : 'down';
  const health = { ok: runtime !== undefined, version: process.env.ROWMILL_VERSION ?? null, sandbox };
  return Response.json(health, { status: runtime ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}

/** `/api/session`: see `session`. */
export function answerSession(request: Request): Promise<Response> {
  return behindGuard(request, (runtime) => session(request, runtime.signIn));
}

/** `GET /api/endpoints`: where requests can go, without any key. */
export function answerEndpoints(request: Request): Promise<Response> {
  return forPeople(request, async (runtime, { mayWrite }) => {
    const endpoints = listEndpoints(runtime, await runtime.sandbox.address(SANDBOX_PATIENCE_MS));
    const infos = endpoints.map(({ info }) => ({ ...info, mayType: info.mayType && mayWrite }));
    return Response.json({ endpoints: infos }, { headers: { 'cache-control': 'no-store' } });
  });
}

/** `/api/{endpoint}/v1/…`: forwards to a provider. A create is kept in `creates` until its reply was read. */
export function answerProxy(request: Request): Promise<Response> {
  return forPeople(request, async (runtime, caller) => {
    const { sandbox, creates } = runtime;
    const path = readProxyPath(new URL(request.url).pathname);
    if ('code' in path) return refuse(request, path);
    const patience = path.endpoint.startsWith('sandbox') ? SANDBOX_PATIENCE_MS : 0;
    const endpoint = listEndpoints(runtime, await sandbox.address(patience)).find(({ info }) => info.id === path.endpoint);
    if (!endpoint) {
      return refuse(request, unknownEndpoint(path.endpoint));
    }
    const answer = proxy(request, endpoint, path, caller);
    if (request.method === 'GET') return answer;
    creates.add(answer);
    return answer.finally(() => creates.delete(answer));
  });
}

/**
 * `/api/keys/{endpoint}`: PUT `{key}` checks a typed key and uses it from now on, DELETE forgets it. Answers with
 * `{endpoint}`, how the endpoint stands now; the key itself is in no answer.
 */
export function answerKey(request: Request): Promise<Response> {
  return forPeople(request, async (runtime, caller) => {
    if (!caller.mayWrite) return refuse(request, viewOnly);
    const id = new URL(request.url).pathname.split('/').at(-1) ?? '';
    const endpoint = liveEndpointNamed(runtime, id);
    if (!endpoint) return refuse(request, unknownEndpoint(id));
    const problem = request.method === 'DELETE' ? forgetKey(runtime, endpoint) : await takeKey(request, runtime, endpoint);
    if (problem) return refuse(request, problem);
    return Response.json({ endpoint: liveEndpointNamed(runtime, id)?.info }, { headers: { 'cache-control': 'no-store' } });
  });
}
