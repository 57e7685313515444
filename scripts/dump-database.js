// `node scripts/dump-database.js`: runs a sample job in the built app and writes the database it leaves, as JSON, to lib/storage/fixtures/v{version}.json.
// To be run once, before a version of the database is followed by another; what is written is never made again.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBrowser } from './browser.js';
import { root } from './run.js';

const port = Number(process.env.PORT || 3192);
const SWITCHES = ['background-networking', 'component-update', 'sync', 'quic'].map((name) => `--disable-${name}`);

/** Runs in the page: every store with its keys, indexes and records; bytes as base64 under their kind's name. */
async function dumpDatabase() {
  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error));
    });
  const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  async function encode(value) {
    if (value instanceof Blob) return { $: 'Blob', type: value.type, data: base64(new Uint8Array(await value.arrayBuffer())) };
    if (ArrayBuffer.isView(value)) {
      return { $: value.constructor.name, data: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    }
    if (Array.isArray(value)) return Promise.all(value.map(encode));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([name, one]) => [name, await encode(one)])));
  }
  const db = await settled(indexedDB.open('rowmill'));
  const stores = {};
  for (const name of db.objectStoreNames) {
    const store = db.transaction(name).objectStore(name);
    const { keyPath, autoIncrement } = store;
    const indexes = Array.from(store.indexNames, (index) => {
      const { keyPath: path, unique, multiEntry } = store.index(index);
      return { name: index, keyPath: path, unique, multiEntry };
    });
    stores[name] = { keyPath, autoIncrement, indexes, records: await encode(await settled(store.getAll())) };
  }
  const { version } = db;
  db.close();
  return { version, stores };
}

const folder = mkdtempSync(join(tmpdir(), 'rowmill-dump-'));
const server = spawn(process.execPath, ['server.js'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, PORT: String(port), ROWMILL_SANDBOX_FOLDER: folder },
});
await new Promise((resolve, reject) => {
  server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  server.stdout.on('data', (text) => text.toString().includes('Rowmill is at') && resolve());
});
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: ['--no-sandbox', ...SWITCHES] });
try {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${port}/`);
  await page.locator('main').getByRole('listitem').getByRole('button').first().click();
  await page.waitForURL(/\/jobs\/.+/);
  await page.getByLabel('State', { exact: true }).getByText('Finished').waitFor({ timeout: 120_000 });
  const dump = await page.evaluate(dumpDatabase);
  const file = join(root, 'lib/storage/fixtures', `v${dump.version / 10}.json`);
  if (existsSync(file)) throw new Error(`${file} is there already: a dump is frozen. Add a version first.`);
  writeFileSync(file, `${JSON.stringify(dump)}\n`);
  process.stdout.write(`${file} was written.\n`);
} finally {
  await browser.close();
  server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
