import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Running {
  origin: string;
  /** What it has printed so far. */
  printed: () => string;
  /** Asks it to end, and resolves with its exit code. */
  stop: () => Promise<number | null>;
}

async function listen(listener: RequestListener): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, stop };
}

/** A provider on this machine that does what `listener` says. */
export async function startProvider(listener: RequestListener): Promise<{ baseUrl: string; stop: () => Promise<void> }> {
  const { port, stop } = await listen(listener);
  return { baseUrl: `http://127.0.0.1:${port}/v1`, stop };
}

export async function freePort(): Promise<number> {
  const { port, stop } = await listen(() => undefined);
  await stop();
  return port;
}

/** The built app in a process of its own, with an address for its live endpoints and a key for OpenAI's; `settings` win over these. */
export async function startOwnServer(baseUrl: string, settings: Record<string, string> = {}): Promise<Running> {
  const port = settings.PORT ?? String(await freePort());
  const sandbox = mkdtempSync(join(tmpdir(), 'rowmill-own-'));
  const live = { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: 'sk-e2e-not-a-key', ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: '' };
  const env = { PORT: port, ROWMILL_SANDBOX_FOLDER: sandbox, ...live };
  const child = spawn(process.execPath, ['server.js'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, ROWMILL_STOP_SECONDS: '1', ...env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout.on('data', (text: Buffer) => {
      printed += text.toString();
      if (printed.includes('Rowmill is at')) resolve();
    });
  });
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    const code = await exited;
    rmSync(sandbox, { recursive: true, force: true });
    return code;
  };
  return { origin: `http://localhost:${port}`, printed: () => printed, stop };
}
