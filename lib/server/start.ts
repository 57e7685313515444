import { join } from 'node:path';
import { readConfig } from './config.ts';
import { noTypedKeys } from './keys.ts';
import { setRuntime } from './runtime.ts';
import { superviseSandbox } from './sandbox-process.ts';
import { signInOf } from './sign-in.ts';

/** Runs once when the server starts: reads the settings, starts the sandbox. Settings that cannot be right end the server, in words. */
export function startRuntime(env: NodeJS.ProcessEnv): void {
  const origin = env.ROWMILL_ORIGIN;
  if (!origin) return;
  const read = readConfig(env);
  if (!read.ok) {
    process.stderr.write(`Rowmill was not started.\n${read.problems.map((problem) => `- ${problem}\n`).join('')}`);
    process.exit(1);
  }
  const { sandbox: practice, signIn } = read.config;
  const sandbox = superviseSandbox({ file: join(process.cwd(), '.next/sandbox/main.mjs'), ...practice });
  process.once('exit', () => sandbox.stop());
  setRuntime({
    origin,
    config: read.config,
    signIn: signIn && signInOf(origin, signIn),
    typed: noTypedKeys(env),
    sandbox,
    creates: new Set(),
  });
}
