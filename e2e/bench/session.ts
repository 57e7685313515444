import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { startOwnServer, type Running } from '../own-server.ts';
import { LimitsPage } from './limits-page.ts';
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
const LOOK_MS = 100;

export interface Table {
  path: string;
  bytes: number;
}

/** The built app with a provider, in a browser profile of its own: what one run needs. Times are milliseconds since 1970. */
export class Session {
  #context: BrowserContext;
  #server: Running;
  #folder: string;

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
    owned: { context: BrowserContext; server: Running; folder: string },
  ) {
    this.#context = owned.context;
    this.#server = owned.server;
    this.#folder = owned.folder;
  }

  static async open(options: BenchOptions, table: Table): Promise<Session> {
    const folder = mkdtempSync(join(tmpdir(), 'rowmill-bench-'));
    const provider = await startBenchProvider(join(folder, 'provider'));
    const server = await startOwnServer(provider.baseUrl, { ANTHROPIC_API_KEY: 'sk-ant-bench-not-a-key' });
    // A profile on disk: without one, the browser would keep IndexedDB in memory.
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: process.env.CHROMIUM_PATH,
      args: [...CLOSED_NETWORK, '--no-first-run', NO_FILE_PICKERS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      baseURL: server.origin,
      viewport: { width: 1440, height: 900 },
    });
    const page = context.pages()[0]!;
    await page.addInitScript(installProbe);
    await page.goto('/jobs');
    const browser = context.browser()!;
    const pid = await rendererPid(browser, page);
    const memory = new RendererMemory(pid);
    await sleep(SETTLE_MS);
    const idleBytes = memory.last();
    const limits = await LimitsPage.open(context);
    if ((await rendererPid(browser, limits.page)) === pid) throw new Error('Both tabs share a renderer, so memory would say nothing.');
    await page.bringToFront();
    return new Session(options, table, provider, page, limits, memory, idleBytes, { context, server, folder });
  }

  async close(): Promise<void> {
    this.memory.stop();
    await this.#context.close();
    await this.#server.stop();
    await this.provider.stop();
    rmSync(this.#folder, { recursive: true, force: true });
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
