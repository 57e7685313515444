import { type Sandbox, startSandbox } from './start.ts';
import type { Delays, Limits } from './settings.ts';

/** What the parent sends, as a message or as JSON in `ROWMILL_SANDBOX`. */
export interface SandboxConfig {
  folder: string;
  token: string;
  port?: number;
  delays?: Partial<Delays>;
  limits?: Partial<Limits>;
}

/** What the parent hears back, once. */
export type SandboxAnswer = { ready: true; url: string; instance: string } | { ready: false; message: string };

let sandbox: Sandbox | null = null;

async function start(config: SandboxConfig): Promise<void> {
  try {
    sandbox = await startSandbox(config);
    tell({ ready: true, url: sandbox.url, instance: sandbox.instance });
  } catch (error) {
    tell({ ready: false, message: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    process.disconnect?.();
  }
}

function tell(answer: SandboxAnswer): void {
  process.send?.(answer);
}

async function leave(): Promise<void> {
  await sandbox?.close();
  process.exit();
}

process.on('disconnect', () => void leave());
process.on('SIGTERM', () => void leave());
// Ctrl-C reaches every process of the terminal; the parent decides when this one goes.
process.on('SIGINT', () => undefined);

const given = process.env['ROWMILL_SANDBOX'];
if (given !== undefined) void start(JSON.parse(given) as SandboxConfig);
else process.once('message', (config) => void start(config as SandboxConfig));
