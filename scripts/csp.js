// After the build: hashes of each built page's inline scripts, so that the server can allow exactly those.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Hashes of a page's inline scripts as a policy names them. */
export function inlineScriptHashes(html) {
  const scripts = html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi);
  const inline = [...scripts].filter(([, attributes]) => !/\ssrc\s*=/i.test(attributes));
  const hashes = inline.map(([, , text]) => `sha256-${createHash('sha256').update(text).digest('base64')}`);
  return [...new Set(hashes)].sort();
}

/** `jobs.html` → `/jobs`, `index.html` → `/`. */
function pagePath(file) {
  const path = file
    .split(sep)
    .join('/')
    .replace(/\.html$/, '');
  return path === 'index' ? '/' : `/${path}`;
}

/** Writes `.next/csp.json`: hashes of each page, and which page answers a rewritten path. */
export function writePolicies(buildFolder = '.next') {
  const folder = join(buildFolder, 'server', 'app');
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.html'));
  const pages = Object.fromEntries(files.map((file) => [pagePath(file), inlineScriptHashes(readFileSync(join(folder, file), 'utf8'))]));
  const { rewrites } = JSON.parse(readFileSync(join(buildFolder, 'routes-manifest.json'), 'utf8'));
  const all = Array.isArray(rewrites) ? rewrites : [...rewrites.beforeFiles, ...rewrites.afterFiles, ...rewrites.fallback];
  const policies = { pages, rewrites: all.map(({ regex, destination }) => ({ regex, page: destination.split('?')[0] })) };
  writeFileSync(join(buildFolder, 'csp.json'), JSON.stringify(policies, null, 1));
  return policies;
}
