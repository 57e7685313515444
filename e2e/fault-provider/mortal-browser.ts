import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type LaunchOptions, type Page } from '@playwright/test';

/** Ids of the processes whose parent is one of these, and of theirs. */
function descendants(of: number[]): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The command stands in parentheses and may hold anything; the parent is the second field after it.
      parents.set(Number(name), Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const found = [...of];
  for (const id of found) for (const [child, parent] of parents) if (parent === id) found.push(child);
  return found;
}

/** The processes that were started with this profile. */
function holders(profile: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').includes(`--user-data-dir=${profile}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** A browser with a profile of its own on disk that can be killed outright and opened again on what it left. */
export class MortalBrowser {
  readonly #profile = mkdtempSync(join(tmpdir(), 'rowmill-profile-'));
  #context: BrowserContext | null = null;

  constructor(
    readonly options: LaunchOptions,
    readonly baseURL: string,
  ) {}

  async open(path = '/'): Promise<Page> {
    this.#context = await chromium.launchPersistentContext(this.#profile, { ...this.options, baseURL: this.baseURL });
    const page = this.#context.pages()[0] ?? (await this.#context.newPage());
    await page.goto(path);
    return page;
  }

  /** SIGKILL to every process of it at once: nobody is asked, nothing is put away. */
  async kill(): Promise<void> {
    const closed = new Promise((resolve) => this.#context?.once('close', resolve));
    for (const id of descendants(holders(this.#profile))) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It went with another.
      }
    }
    await closed;
    this.#context = null;
  }

  async end(): Promise<void> {
    await this.#context?.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}
