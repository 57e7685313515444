import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { logLine } from './log.ts';

export interface SandboxAddress {
  /** With `/v1`. */
  baseUrl: string;
  /** Id of the spool; the same after a restart. */
  instance: string;
  token: string;
}

export interface Sandbox {
  /** Where it answers; waits up to `patienceMs` while it starts, then null. */
  address(patienceMs: number): Promise<SandboxAddress | null>;
  stop(): void;
}

export interface SandboxOptions {
  /** The bundled program. */
  file: string;
  folder: string;
  delays: Record<string, number> | undefined;
}

const firstMessage = z.discriminatedUnion('ready', [
  z.object({ ready: z.literal(true), url: z.url(), instance: z.string().min(1) }),
  z.object({ ready: z.literal(false), message: z.string() }),
]);
const backoff = { firstMs: 500, mostMs: 30_000, steadyMs: 10_000 };

/**
 * Runs the sandbox as a process of its own and starts it again when it dies: same folder, new port. The token is new with
 * each start of the server, so no other program on this machine can use the sandbox by guessing its port.
 */
export function superviseSandbox(options: SandboxOptions): Sandbox {
  const token = randomBytes(24).toString('hex');
  let child: ChildProcess | null = null;
  let address: SandboxAddress | null = null;
  let waiting: (() => void)[] = [];
  let stopped = false;
  let delayMs = backoff.firstMs;
  let timer: NodeJS.Timeout | undefined;

  function launch(): void {
    const startedAt = Date.now();
    // Out of the terminal's process group: Ctrl-C reaches the server, which lets sandbox calls in flight finish first.
    const detached = process.platform !== 'win32';
    child = fork(/* turbopackIgnore: true */ options.file, [], { env: bareEnvironment(process.env), execArgv: [], detached });
    child.send({ folder: options.folder, token, delays: options.delays });
    child.on('message', (message) => {
      const { data } = firstMessage.safeParse(message);
      if (!data) return;
      if (!data.ready) return logLine('sandbox_failed', { message: data.message });
      address = { baseUrl: `${data.url}/v1`, instance: data.instance, token };
      for (const wake of waiting.splice(0)) wake();
    });
    child.on('error', (error) => logLine('sandbox_error', { message: error.message }));
    child.once('exit', (code, signal) => {
      address = null;
      if (stopped) return;
      if (Date.now() - startedAt > backoff.steadyMs) delayMs = backoff.firstMs;
      logLine('sandbox_exited', { code, signal, restartMs: delayMs });
      timer = setTimeout(launch, delayMs);
      timer.unref();
      delayMs = Math.min(delayMs * 2, backoff.mostMs);
    });
  }

  function ready(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => {
        waiting = waiting.filter((wake) => wake !== finish);
        resolve();
      }, patienceMs);
      const finish = (): void => {
        clearTimeout(patience);
        resolve();
      };
      waiting.push(finish);
    });
  }

  launch();
  return {
    async address(patienceMs) {
      if (address === null && !stopped) await ready(patienceMs);
      return address;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      child?.kill();
    },
  };
}

const ordinary = /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|NODE_\w+|SYSTEMROOT|WINDIR|USERPROFILE)$/i;

/** The sandbox has no business with keys and passphrases, under whatever name they are given. */
function bareEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => ordinary.test(name))) as NodeJS.ProcessEnv;
}
