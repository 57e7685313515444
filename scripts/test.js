// `npm test`: everything, one after another, whatever fails on the way. The last line holds the totals.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.js';
import { ensureBuilt, ensureInstalled } from './ensure.js';
import { endWithParent, run, runTool } from './run.js';
import { closingLine, readPlaywright, readVitest, single } from './test-totals.js';

endWithParent();
const reports = mkdtempSync(join(tmpdir(), 'rowmill-test-'));
const results = [];

async function step(name, work) {
  process.stdout.write(`\n── ${name}\n`);
  const startedAt = Date.now();
  try {
    results.push({ name, ...(await work()), ms: Date.now() - startedAt });
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    results.push({ name, ...single(1), ms: Date.now() - startedAt });
  }
}

function report(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

async function unit() {
  const file = join(reports, 'unit.json');
  const code = await runTool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
  return readVitest(report(file), code);
}

async function e2e(...args) {
  const file = join(reports, 'e2e.json');
  rmSync(file, { force: true });
  const env = { CHROMIUM_PATH: await ensureBrowser(), PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const code = await runTool('@playwright/test', ['test', '-c', 'e2e', '--reporter=list,json', ...args], env, 'playwright');
  return readPlaywright(report(file), code);
}

const tool = (name, args, bin) => async () => single(await runTool(name, args, {}, bin));
const script = (file) => async () => single(await run(process.execPath, [file]));

try {
  await ensureInstalled();
} catch (error) {
  process.stdout.write(`${error.message}\n\n${closingLine([single(1)])}\n`);
  process.exit(1);
}
await step('lint', tool('oxlint', ['--deny-warnings']));
await step('format', tool('oxfmt', ['--check']));
await step('unused code', tool('knip', []));
await step('lock', script('scripts/lockcheck.js'));
await step('types: window and server', tool('typescript', ['--noEmit'], 'tsc'));
await step('types: workers', tool('typescript', ['--noEmit', '-p', 'lib/tsconfig.worker.json'], 'tsc'));
await step('unit', unit);
await step('build', async () => {
  await ensureBuilt();
  return single(0);
});
await step('first-load size', script('scripts/size.js'));
await step('e2e', () => e2e('--grep-invert', '@scale'));
// By itself: how long the page stands still says nothing while other pages work beside it.
await step('e2e at scale', () => e2e('--grep', '@scale', '--workers', '1'));
rmSync(reports, { recursive: true, force: true });

process.stdout.write('\n');
for (const { name, passed, failed, skipped, ms } of results) {
  const counts = [`${passed} passed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} skipped`] : [])].join(', ');
  process.stdout.write(`${failed > 0 ? '✗' : '✓'} ${name.padEnd(26)} ${counts} (${(ms / 1000).toFixed(1)} s)\n`);
}
process.stdout.write(`\n${closingLine(results)}\n`);
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;
