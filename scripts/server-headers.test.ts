import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inlineScriptHashes, writePolicies } from './csp.js';
import { readPolicies, securityHeaders } from './server-headers.js';

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const page = (script: string) => `<html><script src="/_next/a.js" async=""></script><script>${script}</script></html>`;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rowmill-csp-'));
  mkdirSync(join(folder, 'server', 'app', 'help'), { recursive: true });
  for (const [file, script] of [
    ['index.html', 'home'],
    ['jobs.html', 'job'],
    ['_not-found.html', 'lost'],
    ['help/words.html', 'words'],
  ]) {
    writeFileSync(join(folder, 'server', 'app', file!), page(script!));
  }
  const rewrites = [{ source: '/jobs/:id', destination: '/jobs', regex: '^/jobs(?:/([^/]+?))(?:/)?$' }];
  writeFileSync(join(folder, 'routes-manifest.json'), JSON.stringify({ rewrites }));
  writePolicies(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('only inline scripts are hashed, each once', () => {
  const html =
    '<script>a</script><script id="x">\nb\n</script><script src="c.js"></script><script>a</script><script data-src="d">d</script>';
  expect(inlineScriptHashes(html)).toEqual([hashOf('a'), hashOf('\nb\n'), hashOf('d')].sort());
});

test.each([
  ['/', 'home'],
  ['/jobs', 'job'],
  ['/jobs/', 'job'],
  ['/jobs/my-job-1', 'job'],
  ['/jobs/a/b', 'lost'],
  ['/help/words', 'words'],
  ['/nowhere', 'lost'],
])('%s allows the scripts of its own page', (path, script) => {
  const policy = securityHeaders(path, readPolicies(join(folder, 'csp.json')))['content-security-policy'];
  expect(policy).toContain(`script-src 'self' '${hashOf(script)}';`);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*/);
});

test('scripts and workers allow nothing inline; data may do nothing', () => {
  const policies = readPolicies(join(folder, 'csp.json'));
  expect(securityHeaders('/_next/static/chunks/a.js', policies)['content-security-policy']).toContain("script-src 'self';");
  expect(securityHeaders('/api/openai/v1/files', policies)['content-security-policy']).toMatch(/^default-src 'none'.*sandbox$/);
});
