import { readProxyPath } from './allow.ts';
import { listEndpoints } from './endpoints.ts';
import { refuseForeign } from './guard.ts';
import { refuse, type Problem } from './problem.ts';
import { proxy } from './proxy.ts';
import { currentRuntime, type Runtime } from './runtime.ts';

const SANDBOX_PATIENCE_MS = 10_000;

const notStarted: Problem = {
  status: 503,
  code: 'not_started',
  message: 'The server was not started by its own program. Start it with "npm start".',
};

async function behindGuard(request: Request, answer: (runtime: Runtime) => Promise<Response>): Promise<Response> {
  const runtime = currentRuntime();
  if (!runtime) return refuse(request, notStarted);
  const foreign = refuseForeign(request, runtime.origin);
  return foreign ? refuse(request, foreign) : answer(runtime);
}

/** `GET /api/endpoints`: where requests can go, without any key. */
export function answerEndpoints(request: Request): Promise<Response> {
  return behindGuard(request, async ({ config, sandbox }) => {
    const endpoints = listEndpoints(config, await sandbox.address(SANDBOX_PATIENCE_MS));
    return Response.json({ endpoints: endpoints.map(({ info }) => info) }, { headers: { 'cache-control': 'no-store' } });
  });
}

/** `/api/{endpoint}/v1/…`: forwards to a provider. A create is kept in `creates` until its reply was read. */
export function answerProxy(request: Request): Promise<Response> {
  return behindGuard(request, async ({ config, sandbox, creates }) => {
    const path = readProxyPath(new URL(request.url).pathname);
    if ('code' in path) return refuse(request, path);
    const patience = path.endpoint.startsWith('sandbox') ? SANDBOX_PATIENCE_MS : 0;
    const endpoint = listEndpoints(config, await sandbox.address(patience)).find(({ info }) => info.id === path.endpoint);
    if (!endpoint) {
      return refuse(request, { status: 404, code: 'unknown_endpoint', message: `This server has no connection named ${path.endpoint}.` });
    }
    const answer = proxy(request, endpoint, path);
    if (request.method === 'GET') return answer;
    creates.add(answer);
    return answer.finally(() => creates.delete(answer));
  });
}
