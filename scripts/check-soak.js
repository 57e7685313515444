// `npm run check:soak`: fifty jobs of 2,000 rows in one browser profile while calls break, providers are busy, pages reload and the browser
// is killed, for half an hour; then ledgers must add up and nothing at the provider may be without an owner. SOAK_JOBS, SOAK_ROWS,
// SOAK_MINUTES and SOAK_SEED change it.
import { ensureBrowser } from './browser.js';
import { ensureBuilt, ensureInstalled } from './ensure.js';
import { endWithParent, runTool } from './run.js';

endWithParent();
await ensureInstalled();
await ensureBuilt();
const env = { CHROMIUM_PATH: await ensureBrowser() };
process.exitCode = await runTool('@playwright/test', ['test', '-c', 'e2e/soak'], env, 'playwright');
