import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import type { ProviderName } from '#lib/core/recipe';
import { startOwnServer, type Running } from '../own-server.ts';
import { LimitsPage, type TaskResult } from './limits-page.ts';
import type { Tasks } from './limits/limits.worker.ts';
import type { BenchOptions } from './options.ts';
import { installProbe, type Block, type WorkerCall } from './page-probe.ts';
import { startBenchProvider, type BenchProvider } from './provider/start.ts';
import { RendererMemory, rendererPid } from './renderer.ts';

const CLOSED_NETWORK = ['background-networking', 'component-update', 'sync', 'quic'].map((name) => `--disable-${name}`);
/** Nobody is there to choose a file to save into. */
const NO_FILE_PICKERS = '--disable-blink-features=FileSystemAccessLocal';
/** A step may take this long before the bench gives it up. */
export const PATIENCE_MS = 30 * 60_000;
const SETTLE_MS = 1500;
const QUIET_MS = 1000;
/** Between two looks at what the page does. */
export const LOOK_MS = 100;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Owned {
  context: BrowserContext;
  server: Running;
  provider: BenchProvider;
  folder: string;
}

async function end({ context, server, provider, folder }: Partial<Owned>): Promise<void> {
  await context?.close();
  await server?.stop();
  await provider?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
}

export interface Table {
  path: string;
  bytes: number;
}

function launch(profile: string, origin: string): Promise<BrowserContext> {
  // A profile on disk: without one, the browser would keep IndexedDB in memory.
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM_PATH,
    args: [...CLOSED_NETWORK, '--no-first-run', NO_FILE_PICKERS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    baseURL: origin,
    viewport: { width: 1440, height: 900 },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** The built app with a provider, in a browser profile of its own: what one run needs. Times are milliseconds since 1970. */
export class Session {
  readonly #owned: Owned;
  #closed: Promise<void> | null = null;

  private constructor(
    readonly options: BenchOptions,
    readonly table: Table,
    readonly provider: BenchProvider,
    /** The tab the app runs in. */
    readonly page: Page,
    readonly limits: LimitsPage,
    readonly memory: RendererMemory,
    /** Resident memory of the renderer with the app open and nothing done; null where this system does not tell. */
    readonly idleBytes: number | null,
    owned: Owned,
  ) {
    this.#owned = owned;
    for (const signal of SIGNALS) process.once(signal, this.#onSignal);
  }

  static async open(options: BenchOptions, table: Table): Promise<Session> {
    const owned: Partial<Owned> = {};
    try {
      owned.folder = mkdtempSync(join(tmpdir(), 'rowmill-bench-'));
      owned.provider = await startBenchProvider(join(owned.folder, 'provider'));
      owned.server = await startOwnServer(owned.provider.baseUrl, { ANTHROPIC_API_KEY: 'sk-ant-bench-not-a-key' });
      owned.context = await launch(join(owned.folder, 'profile'), owned.server.origin);
      return await Session.#begin(options, table, owned as Owned);
    } catch (error) {
      await end(owned);
      throw error;
    }
  }

  static async #begin(options: BenchOptions, table: Table, owned: Owned): Promise<Session> {
    const { context, provider } = owned;
    const page = context.pages()[0]!;
    await page.addInitScript(installProbe);
    await page.goto('/jobs');
    const pid = await rendererPid(page);
    const memory = new RendererMemory(pid);
    await sleep(SETTLE_MS);
    // What loading left behind is not part of an idle tab.
    const devtools = await context.newCDPSession(page);
    await devtools.send('HeapProfiler.collectGarbage');
    await devtools.detach();
    await sleep(SETTLE_MS);
    const idleBytes = memory.last();
    const limits = await LimitsPage.open(context);
    if ((await rendererPid(limits.page)) === pid) throw new Error('Both tabs share a renderer, so memory would say nothing.');
    await page.bringToFront();
    return new Session(options, table, provider, page, limits, memory, idleBytes, owned);
  }

  /** Ends everything it started, however often it is asked. What is under way rejects. */
  close(): Promise<void> {
    this.memory.stop();
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
    this.#closed ??= end(this.#owned);
    return this.#closed;
  }

  readonly #onSignal = () => void this.close();

  /** Runs a task that may want more memory than a page can have, in a tab of its own. Null: it came to no end. */
  async tryAside<Name extends keyof Tasks>(name: Name, paths: string[], provider: ProviderName): Promise<TaskResult<Name> | null> {
    const aside = await LimitsPage.open(this.#owned.context);
    try {
      return await aside.run(name, paths, provider);
    } catch {
      return null;
    } finally {
      await aside.page.close();
      await this.page.bringToFront();
    }
  }

  calls(): Promise<WorkerCall[]> {
    return this.page.evaluate(() => window.benchProbe.calls);
  }

  /** The newest call of that name that has ended. */
  async lastCall(path: string): Promise<{ startedAt: number; endedAt: number }> {
    const call = (await this.calls()).findLast((one) => one.path === path && one.endedAt !== null);
    if (!call) throw new Error(`The page has not called ${path}.`);
    return { startedAt: call.startedAt, endedAt: call.endedAt! };
  }

  async lastClick(): Promise<number> {
    return (await this.page.evaluate(() => window.benchProbe.clicks)).at(-1)!;
  }

  blocks(): Promise<Block[]> {
    return this.page.evaluate(() => window.benchProbe.blocks);
  }

  /** Waits until no worker has had anything to answer to the page for a moment, so that a step is measured alone. */
  async quiet(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    for (let quietMs = 0; quietMs < QUIET_MS; quietMs += LOOK_MS) {
      await sleep(LOOK_MS);
      const open = (await this.calls()).filter(({ endedAt }) => endedAt === null);
      if (open.length > 0) quietMs = 0;
      if (Date.now() > until) throw new Error(`The page still waits for ${open.map(({ path }) => path).join(', ')}.`);
    }
  }
}
