// Finds a Chromium for the tests, and gets one where there is none. Prints its path.
import { existsSync } from 'node:fs';
import { isProgram, run, runTool } from './run.js';

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}

async function find() {
  const places = [process.env.CHROMIUM_PATH, await playwrightsOwn(), '/usr/bin/chromium', '/usr/bin/google-chrome'];
  return places.find((place) => place && existsSync(place)) ?? null;
}

/** Playwright's installer can fail and still exit with 0, so what counts is the file. */
async function install() {
  process.stderr.write('No browser found; asking Playwright to install Chromium …\n');
  await runTool('@playwright/test', ['install', 'chromium'], {}, 'playwright');
  if (await find()) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stderr.write('That did not work; installing the Chromium of this system …\n');
  await run('apt-get', ['update']);
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { DEBIAN_FRONTEND: 'noninteractive' });
}

/** Path of a Chromium; throws in words where none can be had. */
export async function ensureBrowser() {
  if (!(await find())) await install();
  const found = await find();
  if (found) return found;
  throw new Error(
    'There is no Chromium for the browser tests. Install one ("apt-get install chromium", or "npx playwright install chromium"), or name yours in CHROMIUM_PATH.',
  );
}

if (isProgram(import.meta)) process.stdout.write(`${await ensureBrowser()}\n`);
