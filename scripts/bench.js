// `npm run bench`: how fast the built app works over a large table, beside what this machine can do at all.
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureBrowser } from './browser.js';
import { ensureBuilt, ensureInstalled } from './ensure.js';
import { endWithParent, root, run } from './run.js';

/** In a bundle a file no longer lies where it was written; what it finds by its folder is found there still. */
const keepFolders = {
  name: 'keep-folders',
  setup(build) {
    build.onLoad({ filter: /[\\/]e2e[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { loader: 'ts', contents: text.replaceAll('import.meta.dirname', JSON.stringify(dirname(path))) };
    });
  },
};

async function bundle() {
  const { build } = await import('esbuild');
  const shared = { absWorkingDir: root, bundle: true, outdir: '.next/bench', logLevel: 'warning' };
  await build({
    ...shared,
    entryPoints: ['e2e/bench/main.ts'],
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['@playwright/test'],
    plugins: [keepFolders],
  });
  await build({ ...shared, entryPoints: ['e2e/bench/limits/limits.worker.ts'], platform: 'browser', target: 'es2023', format: 'iife' });
}

endWithParent();
try {
  await ensureInstalled();
  await ensureBuilt();
  const browser = await ensureBrowser();
  await bundle();
  process.exitCode = await run(process.execPath, ['.next/bench/main.mjs', ...process.argv.slice(2)], { CHROMIUM_PATH: browser });
} catch (error) {
  process.stderr.write(`The bench was not run. ${error.message}\n`);
  process.exitCode = 1;
}
