import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';

const BUSY_MS = 400;
const SAMPLE_MS = 50;
const SLOW_SAMPLE_MS = 500;

interface ProcessInfo {
  id: number;
  type: string;
  cpuTime: number;
}

async function renderers(browser: Browser): Promise<ProcessInfo[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer');
}

/** Process of a page's renderer: the one that gets busy when the page does. */
export async function rendererPid(page: Page): Promise<number> {
  const browser = page.context().browser()!;
  const before = new Map((await renderers(browser)).map(({ id, cpuTime }) => [id, cpuTime]));
  await page.evaluate((ms) => {
    for (const until = performance.now() + ms; performance.now() < until;);
  }, BUSY_MS);
  const used = ({ id, cpuTime }: ProcessInfo) => cpuTime - (before.get(id) ?? 0);
  const [busiest] = (await renderers(browser)).toSorted((a, b) => used(b) - used(a));
  if (!busiest) throw new Error('The browser names no renderer process.');
  return busiest.id;
}

/** Resident memory of a process, in bytes; null where this system does not tell. */
function residentBytes(pid: number): number | null {
  try {
    if (existsSync('/proc/self/status')) {
      const kB = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return kB === undefined ? null : Number(kB) * 1024;
    }
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
  } catch {
    return null;
  }
}

/** Resident memory of the page's renderer, workers included, sampled from its beginning to `stop`. */
export class RendererMemory {
  readonly #pid: number;
  readonly #samples: { at: number; bytes: number }[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#sample(), existsSync('/proc/self/status') ? SAMPLE_MS : SLOW_SAMPLE_MS);
    this.#sample();
  }

  #sample(): void {
    const bytes = residentBytes(this.#pid);
    if (bytes !== null) this.#samples.push({ at: Date.now(), bytes });
  }

  last(): number | null {
    return this.#samples.at(-1)?.bytes ?? null;
  }

  /** Most bytes resident in a stretch of time; null where nothing could be sampled. */
  peak(startedAt: number, endedAt: number): number | null {
    const inside = this.#samples.filter(({ at }) => at >= startedAt - SAMPLE_MS && at <= endedAt + SAMPLE_MS);
    return inside.length === 0 ? null : inside.reduce((most, { bytes }) => Math.max(most, bytes), 0);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
