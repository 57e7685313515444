// `npm run check:crowd`: fifty people at once, each uploading 20 MB and polling the while, through one server with a sign-in. Every
// upload arrives byte for byte; the server's memory and the slowest polls are printed. PEOPLE and MB change the size.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from './ensure.js';
import { root } from './run.js';

const people = Number(process.env.PEOPLE || 50);
const megabytes = Number(process.env.MB || 20);
const port = Number(process.env.PORT || 3195);
const origin = `http://localhost:${port}`;
const passphrase = 'five words nobody will guess';
const POLL_MS = 250;
const MOST_MEMORY_MB = 600;
const MOST_P99_MS = 1000;

await ensureInstalled();
await ensureBuilt();

const arrived = new Map();
const provider = createServer((incoming, response) => {
  const digest = createHash('sha256');
  incoming.on('data', (chunk) => digest.update(chunk));
  incoming.once('end', () => {
    const id = `file-${arrived.size}`;
    if (incoming.method === 'POST') arrived.set(id, digest.digest('hex'));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id, status: 'in_progress' }));
  });
});
provider.requestTimeout = 0;
await new Promise((resolve) => provider.listen(0, '127.0.0.1', resolve));

const sandbox = mkdtempSync(join(tmpdir(), 'rowmill-crowd-'));
const server = spawn(process.execPath, ['server.js'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {
    ...process.env,
    PORT: String(port),
    ROWMILL_PASSPHRASE: passphrase,
    OPENAI_API_KEY: 'sk-crowd-not-a-key',
    OPENAI_BASE_URL: `http://127.0.0.1:${provider.address().port}/v1`,
    ROWMILL_SANDBOX_FOLDER: sandbox,
  },
});
await new Promise((resolve, reject) => {
  server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  server.stdout.on('data', (text) => text.toString().includes('Rowmill is at') && resolve());
});

/** One call as a page of ours makes it. */
function ask(path, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const call = request(origin + path, { method, agent: false, headers: { 'sec-fetch-site': 'same-origin', ...headers } }, (reply) => {
      let text = '';
      reply.on('data', (chunk) => (text += chunk));
      reply.once('end', () => resolve({ status: reply.statusCode, headers: reply.headers, text }));
      reply.once('error', reject);
    });
    call.once('error', reject);
    call.end(body);
  });
}

function memoryMB() {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

const polls = [];
const faults = [];
const uploading = new Set();

async function pollWhileUploading(cookie) {
  while (uploading.size > 0) {
    const startedAt = performance.now();
    const { status } = await ask('/api/openai/v1/batches/batch_1', { headers: { cookie } });
    polls.push(performance.now() - startedAt);
    if (status !== 200) faults.push(`a poll answered ${status}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function person(n) {
  const signIn = await ask('/api/session', { method: 'POST', body: JSON.stringify({ name: `Person ${n}`, passphrase }) });
  if (signIn.status !== 200) throw new Error(`signing in answered ${signIn.status}`);
  const cookie = signIn.headers['set-cookie'][0].split(';')[0];
  return async () => {
    // A piece of its own in front, so that no two uploads are the same.
    const body = Buffer.concat([randomBytes(1000), shared]);
    const expected = createHash('sha256').update(body).digest('hex');
    const polling = pollWhileUploading(cookie);
    const reply = await ask('/api/openai/v1/files', { method: 'POST', headers: { cookie, 'content-length': String(body.length) }, body });
    uploading.delete(n);
    if (reply.status !== 200 || arrived.get(JSON.parse(reply.text).id) !== expected)
      faults.push(`upload ${n}: ${reply.status} ${reply.text}`);
    await polling;
  };
}

const shared = randomBytes(megabytes * 1_000_000 - 1000);
const idleMB = memoryMB();
let peakMB = idleMB;
const watch = setInterval(() => (peakMB = Math.max(peakMB, memoryMB())), 100);
try {
  const crowd = [];
  for (let n = 0; n < people; n += 1) crowd.push(await person(n));
  for (let n = 0; n < people; n += 1) uploading.add(n);
  const startedAt = performance.now();
  await Promise.all(crowd.map((act) => act()));
  const seconds = (performance.now() - startedAt) / 1000;
  clearInterval(watch);
  polls.sort((a, b) => a - b);
  const at = (share) => polls[Math.min(polls.length - 1, Math.floor(polls.length * share))]?.toFixed(0);
  const p99 = Number(at(0.99));
  if (peakMB > MOST_MEMORY_MB) faults.push(`memory above ${MOST_MEMORY_MB} MB`);
  if (p99 > MOST_P99_MS) faults.push(`p99 of polls above ${MOST_P99_MS} ms`);
  process.stdout.write(
    `${people} people, ${megabytes} MB each, ${((people * megabytes) / seconds).toFixed(0)} MB/s together over ${seconds.toFixed(1)} s\n` +
      `server: ${idleMB.toFixed(0)} MB idle, ${peakMB.toFixed(0)} MB at most\n` +
      `${polls.length} polls: median ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${p99} ms, longest ${polls.at(-1)?.toFixed(0)} ms\n`,
  );
} catch (error) {
  faults.push(error.message);
}
clearInterval(watch);
process.stdout.write(`${faults.length === 0 ? 'passed' : `failed: ${[...new Set(faults)].slice(0, 5).join('; ')}`}\n`);
server.kill('SIGTERM');
provider.close();
provider.closeAllConnections();
rmSync(sandbox, { recursive: true, force: true });
process.exitCode = faults.length === 0 ? 0 : 1;
