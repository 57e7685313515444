import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'e2e/faults');

/** Titles of the scenarios, each led by its file's name: `create: the answer is lost …`. */
function titles(): string[] {
  return readdirSync(folder).flatMap((name) => {
    const found = [...readFileSync(join(folder, name), 'utf8').matchAll(/^\s*test\(\s*['`]@fault ([^'`]+)['`]/gm)].map(
      ([, title]) => title!,
    );
    if (found.length === 0) throw new Error(`${name} holds no scenario.`);
    const group = name.split('.')[0]!;
    expect(found.filter((title) => !title.startsWith(`${group}: `))).toEqual([]);
    return found;
  });
}

/** Beginnings of titles that the architecture's table of faults names. */
function told(): string[] {
  const [, section] = readFileSync(join(root, 'lib/README.md'), 'utf8').split('## Faults\n');
  const rows = section!
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.includes(' › '));
  return rows.flatMap((row) =>
    row
      .split('|')[3]!
      .split(';')
      .flatMap((tests) => {
        const [group, names] = tests.trim().split(' › ') as [string, string];
        return [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => `${group}: ${name}`);
      }),
  );
}

it('names scenarios that exist, and every one of them', () => {
  const [scenarios, named] = [titles(), told()];
  expect(named.filter((name) => !scenarios.some((title) => title.startsWith(name)))).toEqual([]);
  expect(scenarios.filter((title) => named.filter((name) => title.startsWith(name)).length !== 1)).toEqual([]);
  expect(scenarios.length).toBeGreaterThanOrEqual(25);
});
