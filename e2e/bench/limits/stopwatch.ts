/** Adds up seconds by name. The clock of a page ticks in tenths of a millisecond: time whole pages and slabs, never single rows. */
export class Stopwatch<Name extends string> {
  readonly seconds = {} as Record<Name, number>;

  constructor(names: readonly Name[]) {
    for (const name of names) this.seconds[name] = 0;
  }

  time<T>(name: Name, work: () => T): T {
    const startedAt = performance.now();
    const result = work();
    this.seconds[name] += (performance.now() - startedAt) / 1000;
    return result;
  }

  async wait<T>(name: Name, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const result = await work();
    this.seconds[name] += (performance.now() - startedAt) / 1000;
    return result;
  }
}
