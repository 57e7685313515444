import type { ProviderName } from '#lib/core/recipe';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServerConfig } from '../config.ts';
import { SPECS, type LiveSettings } from '../more-endpoints.ts';
import { setRuntime } from '../runtime.ts';
import type { SandboxAddress } from '../sandbox-process.ts';
import { signInOf } from '../sign-in.ts';
import type { SignInSettings } from '../sign-in-settings.ts';

/** Listens on a free port of this machine; `stop` also ends open connections. */
export async function listen(server: Server): Promise<{ port: number; stop: () => Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, stop };
}

/** A web Request the way Next makes one: the node stream as body, a signal for a connection that closed before its answer was whole. */
function webRequest(request: IncomingMessage, response: ServerResponse, onGone: () => void): Request {
  const gone = new AbortController();
  response.once('close', () => {
    if (response.writableFinished) return;
    gone.abort();
    onGone();
  });
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  return new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method,
    headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
    signal: gone.signal,
    ...(hasBody ? { body: request as never, duplex: 'half' } : {}),
  });
}

async function sendBack(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  const sink = new WritableStream<Uint8Array>({
    write: (chunk) => new Promise((resolve) => (response.write(chunk) ? resolve() : response.once('drain', resolve))),
    close: () => void response.end(),
    abort: () => void response.destroy(),
  });
  if (answer.body) await answer.body.pipeTo(sink);
  else response.end();
}

export interface Front {
  port: number;
  origin: string;
  /** Number of requests whose browser went away before the answer was whole. */
  abandoned: () => number;
  stop: () => Promise<void>;
}

interface FrontSettings {
  baseUrl: string;
  /** Of both live endpoints. */
  key: string | null;
  sandbox?: SandboxAddress;
  mayType?: boolean;
  signIn?: SignInSettings;
  maxUploadBytes?: number;
  /** Beside the two at `baseUrl`. */
  more?: LiveSettings[];
}

/** A live endpoint as the configuration describes it. */
export function aLive(name: ProviderName, { baseUrl, key }: { baseUrl: string; key: string | null }): LiveSettings {
  const spec = SPECS[name];
  const { label, keyVariable, defaults } = spec;
  const fixed = { auth: 'bearer', query: {}, lineUrl: defaults.lineUrl, maxUploadBytes: null } as const;
  return { id: name, label, spec, baseUrl, key, keyVariable, ...fixed };
}

/** Settings with both live endpoints at one address, with one key. */
export function aConfig(live: { baseUrl: string; key: string | null }): ServerConfig {
  return {
    live: [aLive('openai', live), aLive('anthropic', live)],
    maxUploadBytes: null,
    signIn: null,
    sandbox: { folder: '', delays: undefined },
  };
}

/** A plain server around a door of lib/server, set up for the live endpoints and maybe a sandbox. */
export async function startFront(door: (request: Request) => Promise<Response>, settings: FrontSettings): Promise<Front> {
  let abandoned = 0;
  const server = createServer((request, response) => {
    door(webRequest(request, response, () => (abandoned += 1)))
      .then((answer) => sendBack(answer, response))
      .catch(() => response.destroy());
  });
  const { port, stop } = await listen(server);
  const origin = `http://127.0.0.1:${port}`;
  const config = aConfig({ baseUrl: settings.baseUrl, key: settings.key });
  setRuntime({
    origin,
    config: { ...config, live: [...config.live, ...(settings.more ?? [])], maxUploadBytes: settings.maxUploadBytes ?? null },
    signIn: settings.signIn ? signInOf(origin, settings.signIn) : null,
    typed: { allowed: settings.mayType ?? true, held: new Map() },
    sandbox: { address: async () => settings.sandbox ?? null, stop: () => undefined },
    creates: new Set(),
  });
  return { port, origin, abandoned: () => abandoned, stop };
}
