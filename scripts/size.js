// The JavaScript a person waits for on the first visit to `/`, gzipped.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isProgram, root } from './run.js';

const LIMIT_BYTES = 240_000;

/** Paths of the scripts a page loads at once; those for browsers without modules are not loaded by any that Rowmill runs in. */
export function firstScripts(html) {
  const tags = [...html.matchAll(/<script\b([^>]*)>/gi)].map(([, attributes]) => attributes);
  const sources = tags.filter((tag) => !/\bnomodule\b/i.test(tag)).flatMap((tag) => /\ssrc="([^"]+)"/.exec(tag)?.[1] ?? []);
  return [...new Set(sources.map((source) => source.split('?')[0]))];
}

/** Where the file of such a path lies: in the build, or in `public`. */
function fileOf(path) {
  const name = decodeURI(path);
  return name.startsWith('/_next/') ? join(root, '.next', name.slice('/_next/'.length)) : join(root, 'public', name);
}

if (isProgram(import.meta)) {
  const page = join(root, '.next', 'server', 'app', 'index.html');
  const scripts = existsSync(page) ? firstScripts(readFileSync(page, 'utf8')) : [];
  const sizes = scripts.map((path) => gzipSync(readFileSync(fileOf(path))).length);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const kB = (size) => `${(size / 1000).toFixed(1)} kB`;
  process.stdout.write(`First-load JavaScript of /: ${kB(bytes)} gzipped in ${scripts.length} files, limit ${kB(LIMIT_BYTES)}\n`);
  process.exitCode = scripts.length > 0 && bytes <= LIMIT_BYTES ? 0 : 1;
}
