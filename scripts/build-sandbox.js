import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
export const SANDBOX_FILE = '.next/sandbox/main.mjs';

/** Bundles the sandbox, its npm packages included, into one file that `child_process.fork` can start. */
export async function buildSandbox(outfile = SANDBOX_FILE) {
  await build({
    absWorkingDir: root,
    entryPoints: ['lib/sandbox/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    legalComments: 'inline',
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildSandbox(process.argv[2]);
