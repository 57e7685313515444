import type { ServerConfig } from './config.ts';
import type { TypedKeys } from './keys.ts';
import type { Sandbox } from './sandbox-process.ts';
import type { SignIn } from './sign-in.ts';

/** What outlives a single request. Next compiles start-up code and route handlers apart, so they meet on globalThis. */
export interface Runtime {
  /** The one address pages are served from: `http://localhost:3000`. */
  origin: string;
  config: ServerConfig;
  /** Null: no passphrase is set, and nobody signs in. */
  signIn: SignIn | null;
  typed: TypedKeys;
  sandbox: Sandbox;
  /** Creates whose reply is still being read; the server waits for them before it exits. */
  creates: Set<Promise<unknown>>;
}

const slot: { [key: symbol]: Runtime | undefined } = globalThis as never;
const name = Symbol.for('rowmill.runtime');

export function currentRuntime(): Runtime | undefined {
  return slot[name];
}

export function setRuntime(runtime: Runtime): void {
  slot[name]?.sandbox.stop();
  slot[name] = runtime;
}
