// `npm run check:crowd`: fifty people at once, each uploading 20 MB and polling the while, through one server with a sign-in. Every
// upload arrives byte for byte; the server's memory and the slowest polls are printed. PEOPLE and MB change the size. Provider,
// uploads and polls have a thread each, so that a poll's time is the server's and not that of whoever measures it.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { ensureBuilt, ensureInstalled } from './ensure.js';
import { root } from './run.js';

const people = Number(process.env.PEOPLE || 50);
const megabytes = Number(process.env.MB || 20);
const port = Number(process.env.PORT || 3195);
const passphrase = 'five words nobody will guess';
const POLL_MS = 1000;
const MOST_MEMORY_MB = 600;
const MOST_P99_MS = 1000;

/** One call as a page of ours makes it. */
function ask(path, { method = 'GET', headers = {}, body } = {}) {
  const own = { 'sec-fetch-site': 'same-origin', ...(body ? { 'content-length': String(body.length) } : {}) };
  return new Promise((resolve, reject) => {
    const call = request(`http://localhost:${port}${path}`, { method, agent: false, headers: { ...own, ...headers } }, (reply) => {
      let text = '';
      reply.on('data', (chunk) => (text += chunk));
      reply.once('end', () => resolve({ status: reply.statusCode, headers: reply.headers, text }));
      reply.once('error', reject);
    });
    call.once('error', reject);
    call.end(body);
  });
}

/** Takes whatever comes and answers with its digest. */
async function provide() {
  const provider = createServer((incoming, response) => {
    const digest = createHash('sha256');
    incoming.on('data', (chunk) => digest.update(chunk));
    incoming.once('end', () => {
      const reply = { id: 'file-1', digest: digest.digest('hex') };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
    });
  });
  provider.requestTimeout = 0;
  await new Promise((resolve) => provider.listen(0, '127.0.0.1', resolve));
  parentPort.postMessage(provider.address().port);
}

/** Polls for everyone until told to stop, then tells how long each took. */
async function poll({ cookies }) {
  const took = [];
  const faults = [];
  const over = new AbortController();
  parentPort.once('message', () => over.abort());
  const onePerson = async (cookie) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * POLL_MS));
    while (!over.signal.aborted) {
      const startedAt = performance.now();
      const status = await ask('/api/openai/v1/batches/batch_1', { headers: { cookie } }).then(
        (reply) => reply.status,
        (error) => error.message,
      );
      took.push(performance.now() - startedAt);
      if (status !== 200) faults.push(`a poll came to ${status}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  await Promise.all(cookies.map(onePerson));
  parentPort.postMessage({ took, faults });
}

const answerOf = (worker) => new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
const thread = (data) => new Worker(import.meta.filename, { workerData: data });

async function startServer(providerPort, folder) {
  const env = {
    ...process.env,
    PORT: String(port),
    ROWMILL_PASSPHRASE: passphrase,
    OPENAI_API_KEY: 'sk-crowd-not-a-key',
    OPENAI_BASE_URL: `http://127.0.0.1:${providerPort}/v1`,
    ROWMILL_SANDBOX_FOLDER: folder,
  };
  const server = spawn(process.execPath, ['server.js'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env });
  await new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
    server.stdout.on('data', (text) => text.toString().includes('Rowmill is at') && resolve());
  });
  return server;
}

async function signIn(n) {
  const reply = await ask('/api/session', { method: 'POST', body: Buffer.from(JSON.stringify({ name: `Person ${n}`, passphrase })) });
  if (reply.status !== 200) throw new Error(`Signing in came to ${reply.status}.`);
  return reply.headers['set-cookie'][0].split(';')[0];
}

function memoryMB(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** What a poll takes while nobody uploads, in ms: the middle of nine, after one that loads the code. */
async function pollAlone(cookie) {
  const took = [];
  for (let n = 0; n < 10; n += 1) {
    const startedAt = performance.now();
    await ask('/api/openai/v1/batches/batch_1', { headers: { cookie } });
    took.push(performance.now() - startedAt);
  }
  return took.slice(1).toSorted((a, b) => a - b)[4];
}

async function crowd(server) {
  const cookies = [];
  for (let n = 0; n < people; n += 1) cookies.push(await signIn(n));
  const alone = await pollAlone(cookies[0]);
  const body = randomBytes(megabytes * 1_000_000);
  const expected = createHash('sha256').update(body).digest('hex');
  const idleMB = memoryMB(server.pid);
  let peakMB = idleMB;
  const watch = setInterval(() => (peakMB = Math.max(peakMB, memoryMB(server.pid))), 100);
  const poller = thread({ role: 'poll', cookies });
  const startedAt = performance.now();
  const uploads = await Promise.allSettled(
    cookies.map((cookie) => ask('/api/openai/v1/files', { method: 'POST', headers: { cookie }, body })),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  clearInterval(watch);
  const polled = answerOf(poller);
  poller.postMessage('over');
  const { took, faults } = await polled;
  for (const { value, reason } of uploads) {
    const isWhole = value?.status === 200 && JSON.parse(value.text).digest === expected;
    if (!isWhole) faults.push(`an upload came to ${value?.status ?? reason?.message}`);
  }
  return { alone, idleMB, peakMB, seconds, took: took.toSorted((a, b) => a - b), faults };
}

function report({ alone, idleMB, peakMB, seconds, took, faults }) {
  const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? NaN;
  if (peakMB > MOST_MEMORY_MB) faults.push(`more than ${MOST_MEMORY_MB} MB`);
  if (!(at(0.99) <= MOST_P99_MS)) faults.push(`p99 of polls above ${MOST_P99_MS} ms`);
  process.stdout.write(
    `${people} people, ${megabytes} MB each: ${((people * megabytes) / seconds).toFixed(0)} MB/s together, ${seconds.toFixed(1)} s\n` +
      `server: ${idleMB.toFixed(0)} MB before, ${peakMB.toFixed(0)} MB at most\n` +
      `${took.length} polls: median ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms; with nobody uploading ${alone.toFixed(0)} ms\n` +
      `${faults.length === 0 ? 'passed' : `failed: ${[...new Set(faults)].join('; ')}`}\n`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}

async function main() {
  await ensureInstalled();
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'rowmill-crowd-'));
  const provider = thread({ role: 'provide' });
  const server = await startServer(await answerOf(provider), folder);
  try {
    report(await crowd(server));
  } finally {
    server.kill('SIGTERM');
    await provider.terminate();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (isMainThread) await main();
else await (workerData.role === 'poll' ? poll(workerData) : provide());
