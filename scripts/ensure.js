// Makes a fresh or changed checkout ready: installs when the lock changed, builds when the sources changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProgram, root, run, runNpm } from './run.js';

const lockNote = join(root, 'node_modules', '.rowmill-lock');
const buildNote = join(root, '.next', 'rowmill-sources');
const sourceFolders = ['app', 'lib', 'public', 'scripts'];
const isSource = (name) => !/\.test\.tsx?$|^next-env\.d\.ts$|\.md$/.test(name);

function digest(files) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.version.split('.')[0]}\n`);
  for (const file of files)
    hash
      .update(`${file}\n`)
      .update(readFileSync(join(root, file)))
      .update('\n');
  return hash.digest('hex');
}

function filesBelow(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** Digest of everything a build is made from. */
export function sourcesDigest() {
  const top = readdirSync(root).filter(
    (name) => /\.(js|ts)$/.test(name) || /^package(-lock)?\.json$/.test(name) || name === 'tsconfig.json',
  );
  return digest([...top, ...sourceFolders.filter((folder) => existsSync(join(root, folder))).flatMap(filesBelow)].filter(isSource).sort());
}

function noted(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Installs with `npm ci` unless node_modules came from this very lock. Throws in words. */
export async function ensureInstalled() {
  const wanted = digest(['package-lock.json']);
  if (noted(lockNote) === wanted) return;
  process.stdout.write('Installing packages …\n');
  const code = await runNpm(['ci', '--include=dev', '--include=optional']);
  if (code !== 0) throw new Error('The packages could not be installed; npm says why above. Check the connection and try again.');
  writeFileSync(lockNote, wanted);
}

/** Builds unless `.next` was made from these very sources. Throws in words. */
export async function ensureBuilt() {
  const wanted = sourcesDigest();
  if (noted(buildNote) === wanted) return;
  process.stdout.write('Building …\n');
  const code = await run(process.execPath, ['scripts/build.js']);
  if (code !== 0) throw new Error('The build failed; the reason stands above.');
  writeFileSync(buildNote, wanted);
}

if (isProgram(import.meta)) {
  await ensureInstalled();
  await ensureBuilt();
}
