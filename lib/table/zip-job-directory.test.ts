import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { zipJobDirectory, type ZipEntry } from './zip-job-directory.ts';

const modified = new Date(2026, 10, 22, 12, 30, 8);
const big = new Uint8Array(3_000_000).map((_, i) => (i * 31) % 251);
const files: ZipEntry[] = [
  { path: 'job.json', modified, text: '{"name":"Öl und 😀"}' },
  { path: 'batch_input/batch_0.jsonl', modified: modified.getTime(), blob: new Blob([big]) },
  { path: 'source/Käufe 2026.csv', modified: 0, text: '' },
];

async function* listed(entries: ZipEntry[]): AsyncGenerator<ZipEntry> {
  yield* entries;
}

async function zipped(entries: ZipEntry[]): Promise<Uint8Array> {
  return new Uint8Array(await new Response(zipJobDirectory('my-job', listed(entries))).arrayBuffer());
}

/** The entries of a zip's central directory, with the bytes each points at; the layout of PKWARE's APPNOTE 4.3. */
function unpack(zip: Uint8Array): { path: string; method: number; year: number; content: Uint8Array }[] {
  const view = new DataView(zip.buffer, zip.byteOffset);
  const end = zip.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: view.getUint16(end + 10, true) }, () => {
    expect(view.getUint32(at, true)).toBe(0x02014b50);
    const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    const local = view.getUint32(at + 42, true);
    expect(view.getUint32(local, true)).toBe(0x04034b50);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const entry = {
      path: new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      year: 1980 + (view.getUint16(at + 14, true) >> 9),
      content: zip.slice(start, start + view.getUint32(at + 24, true)),
    };
    at += 46 + nameLength + extraLength;
    return entry;
  });
}

it('stores every file whole under the job id', async () => {
  const entries = unpack(await zipped(files));
  expect(entries.map(({ path, method, year }) => [path, method, year])).toEqual([
    ['my-job/job.json', 0, 2026],
    ['my-job/batch_input/batch_0.jsonl', 0, 2026],
    ['my-job/source/Käufe 2026.csv', 0, 1980],
  ]);
  expect(new TextDecoder().decode(entries[0]?.content)).toBe('{"name":"Öl und 😀"}');
  expect(Buffer.compare(entries[1]?.content ?? new Uint8Array(), big)).toBe(0);
  expect(entries[2]?.content).toHaveLength(0);
});

const hasUnzip = spawnSync('unzip', ['-v']).status === 0;

/** Where unzip is not installed the directory walked above is all the proof there is. */
it.runIf(hasUnzip)('passes the checks of unzip and unpacks with it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-job-'));
  try {
    writeFileSync(join(folder, 'job.zip'), await zipped(files));
    const tested = spawnSync('unzip', ['-t', 'job.zip'], { cwd: folder, encoding: 'utf8' });
    expect(tested.stdout).toContain('No errors detected');
    expect(spawnSync('unzip', ['-q', 'job.zip'], { cwd: folder }).status).toBe(0);
    expect(Buffer.compare(readFileSync(join(folder, 'my-job/batch_input/batch_0.jsonl')), big)).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it.each(['../out.txt', '/etc/passwd', 'a//b', 'a/./b', 'C:\\x', 'a\\b', '', 'a/', 'a\nb'])('refuses the path %j', async (path) => {
  await expect(zipped([{ path, modified, text: 'x' }])).rejects.toThrow('not a plain path');
});

it('refuses a second file of the same path', async () => {
  await expect(zipped([...files, { path: 'job.json', modified, text: 'x' }])).rejects.toThrow('another file of that path');
});

it('passes on what the entries throw', async () => {
  async function* failing(): AsyncGenerator<ZipEntry> {
    yield { path: 'a', modified, text: 'a' };
    throw new Error('storage is gone');
  }
  await expect(new Response(zipJobDirectory('my-job', failing())).arrayBuffer()).rejects.toThrow('storage is gone');
});

it('asks for an entry only when its bytes are wanted, and ends the entries when cancelled', async () => {
  let asked = 0;
  let ended = false;
  async function* endless(): AsyncGenerator<ZipEntry> {
    try {
      for (;;) yield { path: `file-${asked++}`, modified, text: 'x'.repeat(1000) };
    } finally {
      ended = true;
    }
  }
  const reader = zipJobDirectory('my-job', endless()).getReader();
  for (let i = 0; i < 20; i++) await reader.read();
  expect(asked).toBeLessThan(20);
  await reader.cancel();
  expect(ended).toBe(true);
});
