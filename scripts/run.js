import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const root = dirname(import.meta.dirname);

/**
 * Runs a program in the project's folder with this terminal, and resolves with its exit code. A signal to us goes to it, and then ends us.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env added to ours
 * @returns {Promise<number>}
 */
export function run(command, args, env = {}) {
  const shell = process.platform === 'win32' && command !== process.execPath;
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', shell, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env } });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const pass = (signal) => {
    child.kill(signal);
    child.once('exit', () => process.exit(130));
  };
  for (const signal of signals) process.on(signal, pass);
  return new Promise((resolve) => {
    const done = (code) => {
      for (const signal of signals) process.off(signal, pass);
      resolve(code);
    };
    child.once('error', (error) => {
      process.stderr.write(`${command} could not be started (${error.code}).\n`);
      done(127);
    });
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** Runs a tool of a package in node_modules: its own file by our own Node, so that no shell or PATH is in between. */
export function runTool(packageName, args, env = {}, tool = basename(packageName)) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return run(process.execPath, [join(folder, typeof bin === 'string' ? bin : bin[tool]), ...args], env);
}

/** Runs npm: the one that runs us, else the one beside our Node, else the one on the PATH. */
export function runNpm(args) {
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const ours = /npm-cli\.[cm]?js$/.test(process.env.npm_execpath ?? '') ? process.env.npm_execpath : beside;
  return existsSync(ours) ? run(process.execPath, [ours, ...args]) : run('npm', args);
}

/**
 * npm runs a script through a shell, and a signal to npm ends that shell without reaching us. Once our parent is gone we take
 * the signal as meant for us.
 */
export function endWithParent() {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}

/** Whether a script is the program itself and not imported. */
export function isProgram(meta) {
  return process.argv[1] === meta.filename;
}
