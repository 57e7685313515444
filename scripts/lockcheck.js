// A lock that lacks platform packages makes `npm ci` fail on the platforms it lacks; one that holds download addresses works with one registry only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProgram, root } from './run.js';

/** Whether a package installed at `at` would find `name`, looking where Node does: in each node_modules above it. */
function isFound(packages, at, name) {
  const parts = at === '' ? [] : at.split('/node_modules/');
  for (let depth = parts.length; depth >= 0; depth -= 1) {
    const base = parts.slice(0, depth).join('/node_modules/');
    if (packages[base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`]) return true;
  }
  return false;
}

/** What is wrong with a lock, one sentence each. */
export function lockProblems(lock) {
  const entries = Object.entries(lock.packages ?? {});
  const incomplete = entries.flatMap(([at, entry]) => {
    const missing = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !isFound(lock.packages, at, name));
    return missing.length > 0 ? [`${at} ${entry.version} lacks ${missing.join(', ')}.`] : [];
  });
  const addressed = entries.filter(([, entry]) => entry.resolved && !entry.link).map(([at]) => `${at} holds a download address.`);
  return [...incomplete, ...addressed];
}

if (isProgram(import.meta)) {
  const problems = lockProblems(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  process.stdout.write(problems.map((problem) => `${problem}\n`).join('') || 'The lock is complete.\n');
  process.exitCode = problems.length > 0 ? 1 : 0;
}
