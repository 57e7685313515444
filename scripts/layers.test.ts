import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'layers-'));
  copyFileSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the linter says of one import at one place. */
function lint(path: string, specifier: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `import { x } from '${specifier}';\nexport const y = x;\n`);
  try {
    return execFileSync(process.execPath, [resolve('node_modules/oxlint/bin/oxlint'), path], { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

const REFUSED = 'no-restricted-imports';

describe('layers', () => {
  it.each([
    ['lib/core/a.ts', '#lib/storage/db'],
    ['lib/core/a.ts', '../storage/db.ts'],
    ['lib/core/a.ts', 'dexie'],
    ['lib/table/a.ts', '#lib/jobs/build'],
    ['lib/providers/openai/a.ts', '#lib/storage/db'],
    ['lib/storage/a.ts', '#lib/table/digest'],
    ['lib/storage/a.ts', 'openai'],
    ['lib/jobs/a.ts', '#lib/server/proxy'],
    ['lib/jobs/a.ts', '#lib/workers/bridge'],
    ['lib/server/a.ts', '#lib/storage/db'],
    ['lib/server/a.ts', '#lib/providers/openai/encode'],
    ['lib/sandbox/a.ts', '#lib/jobs/engine'],
    ['app/_ui/a.tsx', '#lib/core/job'],
    ['app/_ui/a.tsx', 'dexie-react-hooks'],
    ['app/_features/jobs/a.tsx', '#lib/server/proxy'],
    ['app/_features/jobs/a.tsx', '@base-ui/react/dialog'],
    ['app/jobs/page.tsx', '#lib/storage/jobs'],
    ['app/api/x/route.ts', '#lib/storage/jobs'],
  ])('%s may not import %s', (path, specifier) => {
    expect(lint(path, specifier)).toContain(REFUSED);
  });

  it.each([
    ['lib/jobs/a.ts', '#lib/storage/db'],
    ['lib/server/a.ts', '#lib/providers/openai/spec'],
    ['lib/workers/a.worker.ts', '#lib/jobs/engine'],
    ['app/_features/jobs/a.tsx', '#lib/storage/jobs'],
    ['app/api/x/route.ts', '#lib/server/proxy'],
  ])('%s may import %s', (path, specifier) => {
    expect(lint(path, specifier)).not.toContain(REFUSED);
  });
});
