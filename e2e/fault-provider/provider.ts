import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Intercept } from '../../lib/sandbox/intercept.ts';
import type { Delays, Limits } from '../../lib/sandbox/settings.ts';
import { startSandbox, type Sandbox } from '../../lib/sandbox/start.ts';
import { plain, type Act, type Fault } from './acts.ts';
import type { CallName } from './calls.ts';
import { Exchange, type Received } from './exchange.ts';

/** The key the app's server is given for it. */
export const FAULT_KEY = 'sk-e2e-fault-provider';

const QUICK: Partial<Delays> = { validating: 30, running: 150, finalizing: 30, cancelling: 50, live: 10 };

export interface Scene {
  delays?: Partial<Delays>;
  limits?: Partial<Limits>;
  /** What becomes of each line of results. */
  line?: Intercept['line'];
}

interface Held {
  id: string;
  status: string;
}

/**
 * A provider of both protocols that does what a scenario says: the sandbox, behind a door that may answer in its place, cut
 * connections anywhere, change answers, and that writes down all that comes.
 */
export class FaultProvider {
  /** Every call since the scene began, in order. */
  received: Received[] = [];
  #faults: (Fault & { seen: number })[] = [];
  #sandbox: Sandbox | null = null;
  #folder = '';
  readonly #server = createServer((request, response) => void this.#take(request, response));

  static async start(): Promise<FaultProvider> {
    const provider = new FaultProvider();
    await new Promise<void>((resolve) => provider.#server.listen(0, '127.0.0.1', resolve));
    await provider.begin();
    return provider;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** A new scene: nothing received, nothing held, no faults. */
  async begin({ delays, limits, line }: Scene = {}): Promise<void> {
    await this.#clear();
    this.#folder = mkdtempSync(join(tmpdir(), 'rowmill-fault-'));
    const intercept: Intercept = line ? { line } : {};
    this.#sandbox = await startSandbox({ folder: this.#folder, token: FAULT_KEY, delays: { ...QUICK, ...delays }, limits, intercept });
  }

  /** Adds faults. Where several fit a call, the earliest that is not used up acts. */
  script(...faults: Fault[]): void {
    for (const fault of faults) this.#faults.push({ ...fault, seen: 0 });
  }

  /** From now on it behaves. What hangs is let go. */
  calm(): void {
    this.#faults = [];
    this.#server.closeAllConnections();
  }

  of(...calls: CallName[]): Received[] {
    return this.received.filter(({ call }) => calls.includes(call));
  }

  /** Batches there are at the provider, oldest first. */
  async batches(protocol: 'openai' | 'anthropic'): Promise<Held[]> {
    const path = protocol === 'openai' ? '/v1/batches?limit=100' : '/v1/messages/batches?limit=1000';
    const headers = { authorization: `Bearer ${FAULT_KEY}`, ...(protocol === 'anthropic' && { 'anthropic-version': '2026-10-21' }) };
    const listed = await (await fetch(`${this.#sandbox!.url}${path}`, { headers })).json();
    return listed.data
      .map(({ id, status, processing_status: processing }: Record<string, string>) => ({ id, status: status ?? processing }))
      .toReversed();
  }

  async close(): Promise<void> {
    await this.#clear();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #clear(): Promise<void> {
    this.calm();
    this.received = [];
    await this.#sandbox?.close();
    this.#sandbox = null;
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = new Exchange(request, response, this.#sandbox?.url ?? '');
    this.received.push(exchange.received);
    const act = this.#actFor(exchange.received);
    // A caller that goes away in the middle, or a scene that ends, breaks what is under way here too.
    await act(exchange).catch(() => response.destroy());
  }

  #actFor(received: Received): Act {
    for (const fault of this.#faults) {
      const { on, where, skip = 0, times = 1 } = fault;
      if (on !== received.call || (where && !where(received)) || fault.seen >= skip + times) continue;
      fault.seen++;
      if (fault.seen > skip) return fault.act;
    }
    return plain;
  }
}
