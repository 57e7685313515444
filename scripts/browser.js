// Finds a Chromium for the tests, and gets one where there is none. Prints its path.
import { existsSync } from 'node:fs';
import { isProgram, run, runTool } from './run.js';

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}

/** Chromium without windows and toolbars: tests take half the time in it. */
const SHELL = '/usr/bin/chromium-headless-shell';
const WHOLE = '/usr/bin/chromium';

async function find() {
  const places = [process.env.CHROMIUM_PATH, await playwrightsOwn(), SHELL, WHOLE, '/usr/bin/google-chrome'];
  return places.find((place) => place && existsSync(place)) ?? null;
}

const canInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Installs a package of Debian's; one that is not to be had is no failure yet. */
async function installPackage(name) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], env);
  await run('apt-get', ['install', '-y', '--no-install-recommends', name], env);
}

/** Playwright's installer can fail and still exit with 0, so what counts is the file. */
async function install() {
  process.stderr.write('No browser found; asking Playwright to install Chromium …\n');
  await runTool('@playwright/test', ['install', 'chromium'], {}, 'playwright');
  if (await find()) return;
  if (!canInstall()) return;
  process.stderr.write('That did not work; installing the Chromium of this system …\n');
  await installPackage('chromium-headless-shell');
  if (!(await find())) await installPackage('chromium');
}

/** Path of a Chromium; throws in words where none can be had. */
export async function ensureBrowser() {
  const first = await find();
  if (!first) await install();
  // On a machine that is there for tests alone, the faster one is worth a package.
  if (first === WHOLE && process.env.CI && canInstall()) await installPackage('chromium-headless-shell');
  const found = await find();
  if (found) return found;
  throw new Error(
    'There is no Chromium for the browser tests. Install one ("apt-get install chromium", or "npx playwright install chromium"), or name yours in CHROMIUM_PATH.',
  );
}

if (isProgram(import.meta)) process.stdout.write(`${await ensureBrowser()}\n`);
