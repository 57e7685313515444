// `npm run check:nginx`: Debian's own nginx, with lib/server/deploy/nginx.conf, before the built server. In Chromium: signing in,
// an upload of 100 MB that arrives byte for byte, and a sample job to its end.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBrowser } from './browser.js';
import { ensureBuilt, ensureInstalled } from './ensure.js';
import { root, run } from './run.js';

const httpsPort = Number(process.env.HTTPS_PORT || 3191);
const httpPort = httpsPort + 1;
const port = httpsPort + 2;
const origin = `https://rowmill.localhost:${httpsPort}`;
const passphrase = 'five words nobody will guess';
const uploadBytes = Number(process.env.BYTES || 100_000_000);
const nginx = '/usr/sbin/nginx';

async function ensureNginx() {
  if (existsSync(nginx)) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error('There is no nginx here. Install it ("apt-get install nginx-light") and run this again.');
  }
  await run('apt-get', ['update', '-q']);
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'nginx-light'], { DEBIAN_FRONTEND: 'noninteractive' });
  if (!existsSync(nginx)) throw new Error('nginx could not be installed; apt-get says why above.');
}

function certificate(folder) {
  const files = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const subject = ['-subj', '/CN=rowmill.localhost', '-addext', 'subjectAltName=DNS:rowmill.localhost'];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, '-keyout', files.key, '-out', files.certificate];
  if (spawnSync('openssl', args, { stdio: 'ignore' }).status !== 0) throw new Error('openssl could not make a certificate.');
  return files;
}

/** The documented configuration with nothing changed but names, ports and files. */
function writeConfig(folder) {
  const files = certificate(folder);
  const site = readFileSync(join(root, 'lib/server/deploy/nginx.conf'), 'utf8')
    .replaceAll('/etc/ssl/rowmill.example.org.pem', files.certificate)
    .replaceAll('/etc/ssl/rowmill.example.org.key', files.key)
    .replaceAll('https://rowmill.example.org', origin)
    .replaceAll('rowmill.example.org', 'rowmill.localhost')
    .replace('listen 80;', `listen 127.0.0.1:${httpPort};`)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${httpsPort} ssl;`)
    .replace('proxy_set_header Host $host;', 'proxy_set_header Host $http_host;')
    .replace('127.0.0.1:3000', `127.0.0.1:${port}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `pid ${folder}/nginx.pid;\nerror_log ${folder}/error.log warn;\nevents {}\nhttp {\naccess_log off;\n${temporary.join('\n')}\n${site}\n}\n`,
  );
  return file;
}

/** Starts a program and resolves once `isReady` holds for what it printed. */
function start(command, args, env, isReady) {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}: ${printed}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        printed += text;
        if (isReady(printed)) resolve(child);
      });
    }
    if (isReady('')) setTimeout(resolve, 1000, child);
  });
}

async function startProvider(received) {
  const provider = createServer((request, response) => {
    const digest = createHash('sha256');
    let bytes = 0;
    request.on('data', (chunk) => {
      digest.update(chunk);
      bytes += chunk.length;
    });
    request.once('end', () => {
      if (request.method === 'POST') received.push({ bytes, digest: digest.digest('hex') });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"file-1","data":[],"has_more":false}');
    });
  });
  await new Promise((resolve) => provider.listen(0, '127.0.0.1', resolve));
  return provider;
}

async function signIn(page) {
  await page.goto(`http://rowmill.localhost:${httpPort}/connections#kept`);
  if (!page.url().startsWith(`${origin}/sign-in?next=%2Fconnections`)) throw new Error(`The sign-in did not come: ${page.url()}`);
  await page.getByLabel('Name').fill('Ada');
  await page.getByLabel('Passphrase').fill(passphrase);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${origin}/connections#kept`);
  await page.getByRole('button', { name: 'Ada' }).waitFor();
  const [cookie] = await page.context().cookies();
  if (!cookie.secure || !cookie.httpOnly || !cookie.name.startsWith('__Host-')) throw new Error('The cookie is not as it should be.');
  return 'over the plain address to TLS, back to the page wanted, with a Secure cookie';
}

/** Random bytes are made, digested and sent in the page; the provider digests what comes. */
async function upload(page, received) {
  const sent = await page.evaluate(async (size) => {
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const startedAt = performance.now();
    const reply = await fetch('/api/openai/v1/files', { method: 'POST', body: new Blob([bytes]) });
    const seconds = (performance.now() - startedAt) / 1000;
    return { status: reply.status, seconds, digest: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  }, uploadBytes);
  const got = received.at(-1);
  if (sent.status !== 200 || got?.digest !== sent.digest) throw new Error(`status ${sent.status}, ${got?.bytes} bytes, digests differ`);
  return `${uploadBytes} bytes, the same on both ends, ${(uploadBytes / 1e6 / sent.seconds).toFixed(0)} MB/s`;
}

async function sampleJob(page) {
  await page.goto(origin);
  await page.getByRole('button', { name: 'Run the sample job' }).click();
  await page.waitForURL(/\/jobs\//);
  await page.getByLabel('State', { exact: true }).getByText('Finished').waitFor({ timeout: 180_000 });
  return 'finished';
}

async function step(name, work) {
  const words = await work();
  process.stdout.write(`✓ ${name}: ${words}\n`);
}

await ensureInstalled();
await ensureBuilt();
await ensureNginx();
const folder = mkdtempSync(join(tmpdir(), 'rowmill-nginx-'));
const received = [];
const ends = [() => rmSync(folder, { recursive: true, force: true })];
try {
  const provider = await startProvider(received);
  ends.unshift(() => provider.close());
  const settings = {
    PORT: String(port),
    PUBLIC_ORIGIN: origin,
    ROWMILL_TRUST_PROXY: '1',
    ROWMILL_PASSPHRASE: passphrase,
    OPENAI_API_KEY: 'sk-nginx-not-a-key',
    OPENAI_BASE_URL: `http://127.0.0.1:${provider.address().port}/v1`,
    ROWMILL_SANDBOX_FOLDER: join(folder, 'sandbox'),
    ROWMILL_STOP_SECONDS: '2',
  };
  const server = await start(process.execPath, ['server.js'], settings, (printed) => printed.includes('Rowmill is at'));
  ends.unshift(() => server.kill('SIGTERM'));
  const proxy = await start(nginx, ['-c', writeConfig(folder), '-p', folder, '-g', 'daemon off;'], {}, () => true);
  ends.unshift(() => proxy.kill('SIGQUIT'));
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args });
  ends.unshift(() => browser.close());
  const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
  await step('sign-in', () => signIn(page));
  await step('upload', () => upload(page, received));
  await step('sample job', () => sampleJob(page));
} catch (error) {
  process.stdout.write(`✗ ${error.message}\n`);
  const log = join(folder, 'error.log');
  if (existsSync(log)) process.stdout.write(readFileSync(log, 'utf8'));
  process.exitCode = 1;
} finally {
  for (const end of ends) await end();
}
