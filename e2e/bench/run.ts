import type { ProviderName } from '#lib/core/recipe';
import { measured, type Measured } from './figures.ts';
import { goesAsFarAs, type BenchOptions, type StepName } from './options.ts';
import { Session, type Table } from './session.ts';
import { fillJob, prepareJob } from './steps/make-job.ts';
import { together } from './summary.ts';

/** One run of all steps wanted, in a browser profile of its own. `tell` hears of each step as it ends. */
export async function runOnce(options: BenchOptions, table: Table, tell: (step: Measured) => void): Promise<Measured[]> {
  const session = await Session.open(options, table);
  const steps: Measured[] = [];
  const add = (step: Measured) => {
    steps.push(step);
    tell(step);
  };
  try {
    for (const provider of options.providers) await new ProviderRun(session, provider, steps, add).all();
  } finally {
    await session.close();
  }
  return steps;
}

/** The steps at one provider. The table is taken in once; a further provider finds it there. */
class ProviderRun {
  constructor(
    readonly session: Session,
    readonly provider: ProviderName,
    readonly steps: Measured[],
    readonly add: (step: Measured) => void,
  ) {}

  async all(): Promise<void> {
    await this.import();
    if (goesAsFarAs(this.session.options, 'prepare')) await this.prepare();
    if (this.#wants('prepare-shuffled')) await this.prepareShuffled();
  }

  #wants(step: StepName): boolean {
    return this.session.options.steps.includes(step);
  }

  #name(step: string): string {
    return `${step} (${this.provider})`;
  }

  async import(): Promise<void> {
    const { session, provider } = this;
    const took = await fillJob(session, provider, session.options.order, `bench-${provider}`);
    if (this.steps.some(({ name }) => name === 'import')) return;
    const limit = await session.limits.run('readTable', [session.table.path], provider);
    if (this.#wants('import')) this.add(await measured(session, 'import', took, limit));
  }

  async prepare(): Promise<void> {
    const { session, provider } = this;
    const took = await prepareJob(session);
    if (!this.#wants('prepare')) return;
    const limit = await session.limits.run('writeRequests', [], provider);
    const step = await measured(session, this.#name('prepare'), took, limit);
    this.add(step);
    const imported = this.steps.find(({ name }) => name === 'import');
    if (!imported) return;
    const seconds = await session.limits.run('naivePass', [session.table.path], provider);
    this.add(together(this.#name('import + prepare'), imported, step, { words: 'a naive pass', seconds }));
  }

  /** A further job over the same table, its rows in another order. */
  async prepareShuffled(): Promise<void> {
    const { session, provider } = this;
    await fillJob(session, provider, 'shuffled', `bench-${provider}-shuffled`);
    const took = await prepareJob(session);
    const limit = await session.limits.run('writeRequests', [], provider);
    const inOrder = this.steps.find(({ name }) => name === this.#name('prepare'));
    const beside = inOrder ? { words: 'source order', seconds: inOrder.seconds } : null;
    this.add(await measured(session, this.#name('prepare-shuffled'), took, limit, beside));
  }
}
