import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import type { ProviderName } from '#lib/core/recipe';
import type { Tasks } from './limits/limits.worker.ts';

export type TaskResult<Name extends keyof Tasks> = Awaited<ReturnType<Tasks[Name]>>;

const PATH = '/bench-limits';
const HTML = '<!doctype html><meta charset="utf-8"><title>Limits</title><input type="file" multiple><div id="box"></div>';

/** An empty page at the app's address, in a renderer of its own, where the same primitives run bare. */
export class LimitsPage {
  readonly page: Page;
  readonly #code: string;

  private constructor(page: Page, code: string) {
    this.page = page;
    this.#code = code;
  }

  static async open(context: BrowserContext): Promise<LimitsPage> {
    const page = await context.newPage();
    await page.route(`**${PATH}`, (route) => route.fulfill({ contentType: 'text/html', body: HTML }));
    await page.goto(PATH);
    return new LimitsPage(page, readFileSync(join('.next', 'bench', 'limits.worker.js'), 'utf8'));
  }

  /** Runs one task in a fresh worker, over files of this machine. */
  async run<Name extends keyof Tasks>(name: Name, paths: string[], provider: ProviderName): Promise<TaskResult<Name>> {
    await this.page.setInputFiles('input', paths);
    return this.page.evaluate(runInWorker, { code: this.#code, name, provider }) as Promise<TaskResult<Name>>;
  }
}

async function runInWorker({ code, name, provider }: { code: string; name: string; provider: string }): Promise<unknown> {
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const worker = new Worker(address);
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }) => (data.ok ? resolve(data.value) : reject(new Error(data.message))));
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.postMessage({ name, provider, files: [...document.querySelector('input')!.files!] });
    });
  } finally {
    worker.terminate();
    URL.revokeObjectURL(address);
  }
}
