/** Keeps the values last asked for, at most `most` of them. A value asked for twice while it loads is loaded once. */
export class Held<Value> {
  readonly #most: number;
  /** Least recently used first. */
  readonly #values = new Map<string, Promise<Value>>();

  constructor(most: number) {
    this.#most = most;
  }

  /** The value under `key`; what could not be loaded is loaded again when it is next asked for. */
  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const value = this.#values.get(key) ?? this.#load(key, load);
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#most) this.#values.delete(this.#values.keys().next().value!);
    return value;
  }

  drop(key: string): void {
    this.#values.delete(key);
  }

  #load(key: string, load: () => Promise<Value>): Promise<Value> {
    const value = load();
    value.catch(() => {
      if (this.#values.get(key) === value) this.#values.delete(key);
    });
    return value;
  }
}
