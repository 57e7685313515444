import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Entry {
  title: string;
  path: string;
}

/** What the architecture's table of facts says is tested, and where. */
function entries(): Entry[] {
  const [, section] = read('lib/README.md').split('## Parity with the Python original\n');
  const rows = section!
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.includes(' › '));
  return rows.flatMap((row) => {
    const [files, titles] = row.split('|')[3]!.split(' › ') as [string, string];
    const paths = files.split(',').map((file) => (file.trim() === 'e2e' ? 'e2e/parity.e2e.ts' : `lib/parity/${file.trim()}.test.ts`));
    return [...titles.matchAll(/`([^`]+)`/g)].flatMap(([, title]) => paths.map((path) => ({ title: title!, path })));
  });
}

it('names tests that exist', () => {
  const missing = entries().filter(({ title, path }) => !read(path).includes(title));
  expect(missing).toEqual([]);
  expect(entries().length).toBeGreaterThan(40);
});

it('leaves no fact of the tests out', () => {
  const told = entries();
  const files = new Set(told.map(({ path }) => path));
  for (const path of files) {
    const titles = [...read(path).matchAll(/'(?:@job )?(parity: [^']+)'|`@job (parity: [^`]+)`/g)].map(
      ([, plain, template]) => plain ?? template!,
    );
    expect(titles.length).toBeGreaterThan(0);
    const untold = titles.filter((title) => !told.some((entry) => entry.path === path && title.startsWith(entry.title)));
    expect(untold).toEqual([]);
  }
});
