// The program: Next behind a server of our own, which knows its one address, has no time limit on uploads and sets every header.
// Plain JavaScript, because it runs before anything is compiled. `--dev` serves the sources.
import { createServer } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { clientAddress, isPlainTarget, judgeHost, readAddress } from './scripts/server-address.js';
import { judgePage, publicPaths } from './scripts/server-gate.js';
import { readPolicies, securityHeaders } from './scripts/server-headers.js';
import { stopOnSignal } from './scripts/server-stop.js';

const dev = process.argv.includes('--dev');
process.chdir(import.meta.dirname);
process.env.NODE_ENV = dev ? 'development' : 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';

function giveUp(words) {
  process.stderr.write(`Rowmill was not started. ${words}\n`);
  process.exit(1);
}

const read = readAddress(process.env);
if (!read.ok) giveUp(read.words);
const { address } = read;
process.env.ROWMILL_ORIGIN = address.origin;
process.env.ROWMILL_VERSION = JSON.parse(readFileSync('package.json', 'utf8')).version;
const stopSeconds = Number(process.env.ROWMILL_STOP_SECONDS?.trim() || 30);
if (!(stopSeconds >= 0)) giveUp(`ROWMILL_STOP_SECONDS must be a number of seconds, and is "${process.env.ROWMILL_STOP_SECONDS}".`);
const policies = dev ? null : readPolicies(join('.next', 'csp.json'));
if (!dev && policies === null) giveUp('It is not built yet. Use "npm start", or "npm run build" first.');

let handle;
let started;
const ready = new Promise((resolve) => (started = resolve));
let busy = 0;

function refuse(response, status, words) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(`${words}\n`);
}

const open = publicPaths(join(import.meta.dirname, 'public'));
const isPublic = (path) => open.has(path) || path.startsWith(dev ? '/_next/' : '/_next/static/');

/** Whether a request for a page may go on to Next; where not, it has been answered. */
async function passesGate(request, response) {
  if (!address.signIn) return true;
  const isSignedIn = async () => Boolean(await globalThis[Symbol.for('rowmill.runtime')]?.signIn?.sessions.read(request.headers.cookie));
  const isSoft = request.headers.rsc !== undefined;
  const verdict = await judgePage({ method: request.method, target: request.url, isSoft, isSignedIn, isPublic });
  if (verdict === 'refuse') refuse(response, 401, `You are not signed in. Sign in at ${address.origin}/sign-in.`);
  else if (verdict !== 'pass') response.writeHead(307, { location: verdict.to, 'cache-control': 'no-store' }).end();
  return verdict === 'pass';
}

function answer(request, response) {
  busy += 1;
  response.once('close', () => (busy -= 1));
  const target = request.url ?? '';
  const path = target.split('?', 1)[0];
  for (const [name, value] of Object.entries(securityHeaders(path, policies))) response.setHeader(name, value);
  // A page names the scripts of one build: it is asked for again each time, and no cache in between keeps it. The API says its own.
  if (!path.startsWith('/_next/') && !path.startsWith('/api/')) response.setHeader('cache-control', 'no-cache');
  const host = judgeHost(request.headers.host, address);
  const isPage = (request.method === 'GET' || request.method === 'HEAD') && !path.startsWith('/api/');
  if (!isPlainTarget(target)) return refuse(response, 400, 'This address holds characters that Rowmill does not take.');
  if (host === 'alias' && isPage) {
    return response.writeHead(307, { location: address.origin + target, 'cache-control': 'no-store' }).end();
  }
  // Whatever watches the server asks by any name, and is told nothing that matters.
  if (host !== 'own' && path !== '/api/health') return refuse(response, 421, `Rowmill answers only at ${address.origin}. Open it there.`);
  request.headers['x-rowmill-address'] = clientAddress(request, process.env.ROWMILL_TRUST_PROXY?.trim() === '1');
  return ready
    .then(async () => ((await passesGate(request, response)) ? handle(request, response) : undefined))
    .catch(() => response.destroy());
}

function listen(server, bind) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: bind, port: address.port, ipv6Only: bind === '::1' }, resolve);
  });
}

// A large upload takes as long as it takes; the headers before it do not.
const http = createServer({ requestTimeout: 0, headersTimeout: 60_000, keepAliveTimeout: 65_000 }, answer);
const servers = [];
for (const bind of address.binds) {
  const server = servers.length === 0 ? http : createNetServer((socket) => http.emit('connection', socket));
  try {
    await listen(server, bind);
    servers.push(server);
  } catch (error) {
    const isSpare = servers.length > 0 && error.code !== 'EADDRINUSE';
    if (isSpare) continue;
    giveUp(
      error.code === 'EADDRINUSE'
        ? `Port ${address.port} is in use, perhaps by another Rowmill. Stop that one, or choose a port: PORT=${address.port + 1} npm start. ` +
            'A browser keeps jobs by address: at another port it shows the jobs of that port.'
        : `It cannot listen on ${bind}, port ${address.port} (${error.code}).`,
    );
  }
}

const { default: next } = await import('next');
const app = next({ dev, dir: import.meta.dirname, hostname: 'localhost', port: address.port, httpServer: http });
await app.prepare();
handle = app.getRequestHandler();
stopOnSignal({
  servers,
  http,
  limitSeconds: dev ? 1 : stopSeconds,
  busy: () => busy,
  settled: () => Promise.allSettled(globalThis[Symbol.for('rowmill.runtime')]?.creates ?? []),
});
started();
process.stdout.write(`Rowmill is at ${address.origin}\n`);
if (address.warning) process.stdout.write(`${address.warning}\n`);
