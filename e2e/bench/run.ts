import type { ProviderName } from '#lib/core/recipe';
import { measured, type Measured, type Stretch } from './figures.ts';
import { goesAsFarAs, type BenchOptions, type StepName } from './options.ts';
import { scrollBench, type ScrollFigures } from './scroll.ts';
import { Session, type Table } from './session.ts';
import { collectJob, submitJob } from './steps/collect-job.ts';
import { fillJob, openJob, prepareJob } from './steps/make-job.ts';
import { exportCsv, saveBundle, searchResults, sortResults } from './steps/use-results.ts';
import { together } from './summary.ts';

export interface RunFigures {
  steps: Measured[];
  scroll: ScrollFigures | null;
  /** Why the run did not come to its end; what was measured before stands. */
  fault: string | null;
}

/** One run of all steps wanted, in a browser profile of its own. `tell` hears of each step as it ends. */
export async function runOnce(options: BenchOptions, table: Table, tell: (words: string) => void): Promise<RunFigures> {
  const session = await Session.open(options, table);
  const figures: RunFigures = { steps: [], scroll: null, fault: null };
  try {
    for (const provider of options.providers) await new ProviderRun(session, provider, figures, tell).all();
  } catch (error) {
    figures.fault = String(error);
  } finally {
    await session.close();
  }
  return figures;
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;

/** Of the primitives measured, those a step needs. */
function pick<Name extends string>(seconds: Record<Name, number>, ...names: Name[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, seconds[name]]));
}

/** The steps at one provider, each followed by its limit. The table is taken in once; a further provider finds it there. */
class ProviderRun {
  readonly #jobId: string;

  constructor(
    readonly session: Session,
    readonly provider: ProviderName,
    readonly figures: RunFigures,
    readonly tell: (words: string) => void,
  ) {
    this.#jobId = `bench-${provider}`;
  }

  async all(): Promise<void> {
    const { options } = this.session;
    await this.import();
    if (goesAsFarAs(options, 'prepare')) await this.prepare();
    if (this.#wants('prepare-shuffled')) await this.prepareShuffled();
    if (!goesAsFarAs(options, 'first-rows')) return;
    await this.collect();
    if (this.#wants('search', 'sort', 'export-csv', 'bundle')) await this.use();
    if (this.#wants('scroll') && !this.figures.scroll) this.figures.scroll = await scrollBench(this.session.page, this.session.limits.page);
  }

  #wants(...steps: StepName[]): boolean {
    return steps.some((step) => this.session.options.steps.includes(step));
  }

  async #add(
    step: StepName | 'submit',
    took: Stretch & { seconds?: number },
    limit: Record<string, number>,
    beside: Measured['beside'] = null,
  ): Promise<Measured> {
    const name = step === 'import' ? step : `${step} (${this.provider})`;
    const figure = await measured(this.session, name, took, limit, beside);
    if (step === 'submit' || this.#wants(step)) this.#note(figure);
    return figure;
  }

  #note(figure: Measured): void {
    this.figures.steps.push(figure);
    const block = figure.longestTaskMs > 0 ? `, the main thread not free for ${Math.round(figure.longestTaskMs)} ms` : '';
    this.tell(`${figure.name}: ${figure.seconds.toFixed(2)} s${block}`);
  }

  #known(name: string): Measured | undefined {
    return this.figures.steps.find((step) => step.name === name);
  }

  async import(): Promise<void> {
    const { session, provider } = this;
    const took = await fillJob(session, provider, session.options.order, this.#jobId);
    if (provider !== session.options.providers[0]) return;
    await this.#add('import', took, await session.limits.run('readTable', [session.table.path], provider));
  }

  async prepare(): Promise<void> {
    const { session, provider } = this;
    const took = await prepareJob(session);
    const step = await this.#add('prepare', took, await session.limits.run('writeRequests', [], provider));
    const imported = this.#known('import');
    if (!imported || !this.#wants('prepare')) return;
    const seconds = await session.tryAside('naivePass', [session.table.path], provider);
    if (seconds === null)
      this.tell('the naive pass came to no end; it needs the table as one text, and several times the size of the requests in memory');
    const naive = seconds === null ? null : { words: 'a naive pass', seconds, asks: 'speed' as const };
    this.#note(together(`import + prepare (${provider})`, imported, step, naive));
  }

  /** A further job over the same table, its rows in another order. */
  async prepareShuffled(): Promise<void> {
    const { session, provider } = this;
    await fillJob(session, provider, 'shuffled', `${this.#jobId}-shuffled`);
    const took = await prepareJob(session);
    const inOrder = this.#known(`prepare (${provider})`);
    const beside = inOrder ? { words: 'source order', seconds: inOrder.seconds, asks: 'time' as const } : null;
    await this.#add('prepare-shuffled', took, await session.limits.run('writeRequests', [], provider), beside);
    await openJob(session, this.#jobId);
  }

  async collect(): Promise<void> {
    const { session, provider } = this;
    await this.#add('submit', await submitJob(session, this.#jobId), {});
    const { outputs, firstRows, ledger, requestBytes, resultBytes } = await collectJob(session, this.#jobId);
    this.tell(`${outputs.length} batch(es): requests ${megabytes(requestBytes)}, results ${megabytes(resultBytes)}`);
    // Its aim is a time a person waits, most of which is no work over rows: a limit would say nothing.
    const index = await session.limits.run('indexAnswers', outputs.slice(0, 1), provider);
    await this.#add('first-rows', firstRows, {}, { words: 'a bare index of the first batch', seconds: index, asks: 'time' });
    const { alone, pass } = await session.limits.run('readAnswers', outputs, provider);
    await this.#add('ledger', ledger, alone, { words: 'a bare pass', seconds: pass, asks: 'time' });
  }

  async use(): Promise<void> {
    const { session, provider } = this;
    const searched = await searchResults(session);
    const sorted = await sortResults(session);
    const limit = await session.limits.run('readResults', [], provider);
    await this.#add('search', searched, pick(limit, 'readPages', 'readPacks', 'match'));
    if (sorted) await this.#add('sort', sorted, pick(limit, 'readPacks', 'parse', 'sort'));
    else this.tell('sort: left out, the table offers no sorting');
    const written = pick(limit, 'readPages', 'readPacks', 'parse', 'join', 'encode');
    if (this.#wants('export-csv')) await this.#add('export-csv', await exportCsv(session), written);
    if (!this.#wants('bundle')) return;
    const bundle = await saveBundle(session);
    const files = await session.limits.run('copyFiles', [], provider);
    const step = await this.#add('bundle', bundle, { ...written, ...files });
    this.tell(`bundle: ${megabytes(bundle.bytes)}, ${megabytes(bundle.bytes / step.seconds)} a second`);
  }
}
