/** Values one loop hands on to another while both go on: they are given in the order they were added, until it is ended. */
export class Handover<T> {
  #values: T[] = [];
  #isEnded = false;
  #wake: () => void = () => {};

  add(value: T): void {
    this.#values.push(value);
    this.#wake();
  }

  /** Nothing is added any more; what was added is still given. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  /** Ends it at once: what was added and not yet given is dropped. */
  drop(): void {
    this.#values = [];
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const values = this.#values;
      if (values.length > 0) yield values.shift()!;
      else if (this.#isEnded) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
