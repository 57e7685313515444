// `npm run check:slow`: an upload that takes longer than any time limit on the way (Node's own is 300 s) arrives byte for byte.
// Through the built server to a provider on this machine; SECONDS changes how long it takes.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled } from './ensure.js';
import { root } from './run.js';

const seconds = Number(process.env.SECONDS || 330);
const port = Number(process.env.PORT || 3190);
const pieceBytes = 64_000;
const everyMs = 1000;

await ensureInstalled();
await ensureBuilt();

const received = createHash('sha256');
let receivedBytes = 0;
const provider = createServer((incoming, response) => {
  incoming.on('data', (chunk) => {
    received.update(chunk);
    receivedBytes += chunk.length;
  });
  incoming.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"file-slow"}'));
});
provider.requestTimeout = 0;
await new Promise((resolve) => provider.listen(0, '127.0.0.1', resolve));

const sandbox = mkdtempSync(join(tmpdir(), 'rowmill-slow-'));
const server = spawn(process.execPath, ['server.js'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {
    ...process.env,
    PORT: String(port),
    OPENAI_API_KEY: 'sk-slow-not-a-key',
    OPENAI_BASE_URL: `http://127.0.0.1:${provider.address().port}/v1`,
    ROWMILL_SANDBOX_FOLDER: sandbox,
  },
});
await new Promise((resolve, reject) => {
  server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  server.stdout.on('data', (text) => text.toString().includes('Rowmill is at') && resolve());
});

const pieces = Math.ceil((seconds * 1000) / everyMs);
const headers = { 'sec-fetch-site': 'same-origin', 'content-length': String(pieces * pieceBytes) };
const upload = request(`http://localhost:${port}/api/openai/v1/files`, { method: 'POST', agent: false, headers });
const status = new Promise((resolve, reject) => {
  upload.once('error', reject);
  upload.once('response', (reply) => {
    reply.resume();
    resolve(reply.statusCode);
  });
});
status.catch(() => undefined);

const sent = createHash('sha256');
for (let piece = 0; piece < pieces && !upload.destroyed; piece += 1) {
  const bytes = randomBytes(pieceBytes);
  sent.update(bytes);
  upload.write(bytes);
  if (piece % 30 === 0) process.stdout.write(`${piece} of ${pieces} pieces sent, ${(receivedBytes / 1e6).toFixed(1)} MB arrived\n`);
  await new Promise((resolve) => setTimeout(resolve, everyMs));
}
upload.end();

const outcome = await status.catch((error) => error.message);
const isSame = sent.digest('hex') === received.digest('hex');
const ok = outcome === 200 && isSame;
process.stdout.write(
  `${ok ? 'passed' : 'failed'}: status ${outcome}, ${receivedBytes} bytes, ${isSame ? 'the same' : 'not the same'}, over ${seconds} s\n`,
);
server.kill('SIGTERM');
provider.close();
provider.closeAllConnections();
rmSync(sandbox, { recursive: true, force: true });
process.exitCode = ok ? 0 : 1;
