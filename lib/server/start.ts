import { join } from 'node:path';
import { readConfig } from './config.ts';
import { noTypedKeys } from './keys.ts';
import { setRuntime } from './runtime.ts';
import { superviseSandbox } from './sandbox-process.ts';

/** Runs once when the server starts: reads the settings, starts the sandbox. Settings that cannot be right end the server, in words. */
export function startRuntime(env: NodeJS.ProcessEnv): void {
  const origin = env.ROWMILL_ORIGIN;
  if (!origin) return;
  const read = readConfig(env);
  if (!read.ok) {
    process.stderr.write(`Rowmill was not started.\n${read.problems.map((problem) => `- ${problem}\n`).join('')}`);
    process.exit(1);
  }
  const { folder, delays } = read.config.sandbox;
  const sandbox = superviseSandbox({ file: join(process.cwd(), '.next/sandbox/main.mjs'), folder, delays });
  process.once('exit', () => sandbox.stop());
  setRuntime({ origin, config: read.config, typed: noTypedKeys(env), sandbox, creates: new Set() });
}
