import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions, USAGE, type BenchOptions } from './options.ts';
import { blocksWords, jsonOf, scrollTableOf, tableOf } from './report.ts';
import { runOnce, type RunFigures } from './run.ts';
import { longestBlockMs, summarise, summariseScroll } from './summary.ts';
import { writeTable } from './table-file.ts';

const say = (words: string) => process.stdout.write(`${words}\n`);

/** Others at work on this machine slow a step and its limit at different moments. */
function warnWhereBusy(): void {
  const load = loadavg()[0]!;
  const cores = availableParallelism();
  if (load > cores / 2)
    say(`This machine is busy: a load of ${load.toFixed(1)} on ${cores} cores before anything began. Ratios of this run say little.`);
}

/** What a run has left to be written or removed is not paid for by the next. */
function settleDisk(): void {
  if (process.platform !== 'win32') spawnSync('sync');
}

/** What went wrong comes last, where it is seen, and fails the bench. */
function tellFault({ fault }: RunFigures): void {
  if (fault === null) return;
  process.stderr.write(`\nThe last run did not come to its end. ${fault}\n`);
  process.exitCode = 1;
}

async function bench(options: BenchOptions): Promise<void> {
  warnWhereBusy();
  const folder = mkdtempSync(join(tmpdir(), 'rowmill-bench-table-'));
  try {
    const path = join(folder, 'table.csv');
    const bytes = await writeTable(path, options);
    const size = `${options.rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(1)} MB of CSV`;
    say(`${size}, seed ${options.seed}, ${options.repeat} run(s), ${availableParallelism()} cores`);
    const runs: RunFigures[] = [];
    for (let run = 1; run <= options.repeat && !runs.at(-1)?.fault; run++) {
      settleDisk();
      runs.push(await runOnce(options, { path, bytes }, (words) => say(`  run ${run}, ${words}`)));
    }
    const steps = summarise(runs.map((run) => run.steps));
    const scroll = summariseScroll(runs.map((run) => run.scroll));
    say(`\n${tableOf(steps)}`);
    if (scroll) say(`\n${scrollTableOf(scroll)}`);
    const blocks = runs.map((run) => longestBlockMs(run.steps));
    const figures = { ...jsonOf(options.rows, steps, scroll), longestTaskMsByRun: blocks };
    const peak = figures.rendererPeakMB === null ? 'not known on this system' : `${Math.round(figures.rendererPeakMB)} MB`;
    say(`\nRenderer's peak over an idle tab: ${peak}. Longest main-thread block: ${blocksWords(blocks)}.`);
    tellFault(runs.at(-1)!);
    if (options.json) writeFileSync(resolve(options.json), `${JSON.stringify({ ...figures, options }, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function optionsOrUsage(): BenchOptions | null {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    process.exitCode = 2;
    return null;
  }
}

const options = optionsOrUsage();
if (options) await bench(options);
