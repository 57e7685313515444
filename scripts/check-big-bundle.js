// `npm run check:bundle`: a job directory of over 2 GB in a browser profile is saved as a bundle by the built app, both ways: into a
// file that was chosen and by the browser's download. Prints how fast, and lets `unzip -t` judge the zip. GB changes how much.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBrowser } from './browser.js';
import { ensureBuilt, ensureInstalled } from './ensure.js';
import { root } from './run.js';

const gigabytes = Number(process.env.GB || 2.2);
const port = Number(process.env.PORT || 3191);
const FILE_BYTES = 180_000_000;
const PATIENCE_MS = 30 * 60_000;
const SWITCHES = ['background-networking', 'component-update', 'sync', 'quic'].map((name) => `--disable-${name}`);

await ensureInstalled();
await ensureBuilt();
const browser = await ensureBrowser();
const folder = mkdtempSync(join(tmpdir(), 'rowmill-bundle-'));

const server = spawn(process.execPath, ['server.js'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, PORT: String(port), ROWMILL_SANDBOX_FOLDER: join(folder, 'sandbox') },
});
await new Promise((resolve, reject) => {
  server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  server.stdout.on('data', (text) => text.toString().includes('Rowmill is at') && resolve());
});

/** Runs in the page: adds files of bytes that repeat only every 64 kB to a job's directory. */
async function addFiles({ jobId, count, fileBytes }) {
  const opened = indexedDB.open('rowmill');
  const db = await new Promise((resolve, reject) => {
    opened.addEventListener('success', () => resolve(opened.result));
    opened.addEventListener('error', () => reject(opened.error));
  });
  const slab = new Uint8Array(4_000_000);
  for (let at = 0; at < slab.length; at += 65_536) crypto.getRandomValues(slab.subarray(at, at + 65_536));
  for (let n = 0; n < count; n++) {
    const blob = new Blob(Array.from({ length: fileBytes / slab.length }, () => slab));
    const artifact = { jobId, path: `batch_input/batch_${n + 100}.jsonl`, blobKey: `big-${n}`, bytes: blob.size, createdAt: Date.now() };
    await new Promise((resolve, reject) => {
      const stored = db.transaction(['artifacts', 'blobs'], 'readwrite');
      stored.addEventListener('complete', resolve);
      stored.addEventListener('abort', () => reject(stored.error));
      stored.objectStore('blobs').add({ key: artifact.blobKey, blob });
      stored.objectStore('artifacts').add(artifact);
    });
  }
  db.close();
}

/** Runs in the page: reads those files and does nothing with them. */
async function readFiles(count) {
  const opened = indexedDB.open('rowmill');
  const db = await new Promise((resolve) => {
    opened.addEventListener('success', () => resolve(opened.result));
  });
  const startedAt = performance.now();
  let bytes = 0;
  for (let n = 0; n < count; n++) {
    const got = db.transaction('blobs').objectStore('blobs').get(`big-${n}`);
    await new Promise((resolve) => got.addEventListener('success', resolve));
    const reader = got.result.blob.stream().getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) bytes += read.value.length;
  }
  db.close();
  return { bytes, ms: performance.now() - startedAt };
}

/** Runs in the page: in place of a person who chooses a file, one of the origin's own file system, with the browser's real writer. */
function chooseOwnFile() {
  Object.assign(window, {
    showSaveFilePicker: async () => (await navigator.storage.getDirectory()).getFileHandle('bundle.zip', { create: true }),
  });
}

const tell = (text) => process.stdout.write(`${text}\n`);
const rate = (bytes, ms) => `${(bytes / 1e9).toFixed(2)} GB in ${(ms / 1000).toFixed(1)} s, ${(bytes / 1e3 / ms).toFixed(0)} MB a second`;

async function timed(page, words) {
  const startedAt = performance.now();
  await page.getByRole('button', { name: 'Download bundle' }).click();
  await page.getByText(words).waitFor({ timeout: PATIENCE_MS });
  return performance.now() - startedAt;
}

async function saveTwice() {
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: browser,
    args: [
      ...SWITCHES,
      '--no-first-run',
      '--disable-blink-features=FileSystemAccessLocal',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    baseURL: `http://localhost:${port}`,
    viewport: { width: 1440, height: 900 },
  });
  const page = context.pages()[0];
  await page.goto('/');
  await page.getByRole('button', { name: 'Run the sample job' }).click();
  await page.getByLabel('State', { exact: true }).filter({ hasText: 'Finished' }).waitFor({ timeout: 120_000 });
  const jobId = new URL(page.url()).pathname.split('/').at(-1);
  const count = Math.ceil((gigabytes * 1e9) / FILE_BYTES);
  tell(`Making ${count} files of ${FILE_BYTES / 1e6} MB …`);
  await page.evaluate(addFiles, { jobId, count, fileBytes: FILE_BYTES });
  await page.reload();
  const reading = await page.evaluate(readFiles, count);
  tell(`Reading them alone: ${rate(reading.bytes, reading.ms)}`);

  const downloading = page.waitForEvent('download', { timeout: PATIENCE_MS });
  const blobMs = await timed(page, /was handed to the browser/);
  const zip = join(folder, 'bundle.zip');
  await (await downloading).saveAs(zip);
  const { size } = statSync(zip);
  tell(`Download: ${rate(size, blobMs)} until it was handed to the browser`);

  await page.evaluate(chooseOwnFile);
  const fileMs = await timed(page, /^bundle\.zip was saved/);
  const written = await page.evaluate(
    async () => (await (await (await navigator.storage.getDirectory()).getFileHandle('bundle.zip')).getFile()).size,
  );
  tell(`Chosen file: ${rate(written, fileMs)}`);
  await context.close();
  return { zip, isLarge: size > gigabytes * 1e9, isSame: Math.abs(written - size) < 10_000 };
}

/** Null: unzip is not installed. */
function judge(zip) {
  if (spawnSync('unzip', ['-v']).status !== 0) return null;
  const tested = spawnSync('unzip', ['-tq', zip], { encoding: 'utf8', maxBuffer: 1e8 });
  tell(`unzip: ${tested.stdout.trim() || tested.stderr.trim()}`);
  return tested.status === 0;
}

try {
  const { zip, isLarge, isSame } = await saveTwice();
  const isSound = judge(zip);
  if (isSound === null) tell('unzip is not installed here, so nobody but us has looked into the zip.');
  const ok = isLarge && isSame && isSound !== false;
  tell(ok ? 'passed' : 'failed');
  process.exitCode = ok ? 0 : 1;
} finally {
  server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
