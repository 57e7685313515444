/** Whole numbers below 2³² in the order they come, in one typed array that grows by doubling. */
export class Numbers {
  length = 0;
  #values = new Uint32Array(1024);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index]!;
  }

  clear(): void {
    this.length = 0;
  }

  /** The numbers so far, in this object's own memory: good until the next change. */
  view(): Uint32Array<ArrayBuffer> {
    return this.#values.subarray(0, this.length);
  }

  copy(): Uint32Array<ArrayBuffer> {
    return this.#values.slice(0, this.length);
  }
}
