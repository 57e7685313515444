import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const root = join(import.meta.dirname, '..');
const port = process.env.E2E_PORT ?? '3100';
const closedNetwork = ['background-networking', 'component-update', 'sync', 'quic'].map((name) => `--disable-${name}`);
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

// The pages a whole Chromium draws its own toolbar with cost a third of the time. Takes the place of Playwright's own list.
const noToolbarPages = '--disable-features=PreloadTopChromeWebUI,HttpsUpgrades,LensOverlay,MediaRouter,OptimizationHints,PaintHolding';

// Nobody is there to choose a file to save into: downloads go as in browsers that cannot ask for one.
const noFilePickers = '--disable-blink-features=FileSystemAccessLocal';

// Test processes load this file again: they take over what the first found and made.
process.env.CHROMIUM_PATH ??= execFileSync(process.execPath, [join(root, 'scripts/browser.js')], { encoding: 'utf8' })
  .trim()
  .split('\n')
  .at(-1);
process.env.E2E_SANDBOX ??= mkdtempSync(join(tmpdir(), 'rowmill-e2e-'));

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: join(root, 'test-results'),
  // Most of a test is waiting for a provider.
  workers: 3,
  fullyParallel: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: join(root, 'test-results', 'e2e.json') }]],
  use: {
    baseURL: `http://localhost:${port}`,
    // Recording costs a fifth of the time: `--trace on` where it is wanted.
    trace: 'off',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [...closedNetwork, '--no-first-run', noToolbarPages, noFilePickers, ...asRoot],
    },
  },
  projects: [{ name: 'chromium' }],
  webServer: {
    command: 'node server.js',
    cwd: root,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    env: {
      PORT: port,
      OPENAI_API_KEY: '',
      ANTHROPIC_API_KEY: '',
      ROWMILL_SANDBOX_FOLDER: process.env.E2E_SANDBOX,
      ROWMILL_SANDBOX_DELAYS: JSON.stringify({ validating: 50, running: 400, finalizing: 50, cancelling: 50, live: 50 }),
      ROWMILL_STOP_SECONDS: '2',
    },
  },
});
