// `npm run check:mutants`: changes the state machine, the ledger and the reading of answers in some thousand small ways, each of which a unit
// test has to notice. What survives stands in .mutants/report.html; a second run only tries what has changed since.
// `npm run check:mutants -- --mutate lib/core/ledger.ts` tries one file; `--force` all again.
import { ensureInstalled } from './ensure.js';
import { runTool } from './run.js';

await ensureInstalled();
process.exitCode = await runTool('@stryker-mutator/core', ['run', 'scripts/stryker.config.js', ...process.argv.slice(2)], {}, 'stryker');
