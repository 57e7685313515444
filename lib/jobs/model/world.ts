import type { Nap } from '../sleeper.ts';

/** Chance by a seed: the same seed gives the same run. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  between(low: number, high: number): number {
    return Math.floor(low + this.next() * (high - low + 1));
  }

  of<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!;
  }
}

interface Planned {
  at: number;
  run: () => void;
}

/** Time that passes only when told to, and what is to happen in it. */
export class World {
  now = Date.UTC(2026, 10, 1);
  /** From here on the network, the provider and this computer behave. */
  isCalm = false;
  readonly chance: Chance;
  /** What happened, for whoever has to find out why. */
  readonly story: string[] = [];
  readonly #planned: Planned[] = [];

  constructor(seed: number) {
    this.chance = new Chance(seed);
  }

  tell(words: string): void {
    this.story.push(`${Math.round((this.now - Date.UTC(2026, 10, 1)) / 1000)} s: ${words}`);
  }

  /** Something that may go wrong, while things go wrong. */
  mishap(probability: number): boolean {
    return !this.isCalm && this.chance.is(probability);
  }

  after(ms: number, run: () => void): void {
    this.#planned.push({ at: this.now + ms, run });
  }

  /** Runs what comes next; false: nothing will. */
  step(): boolean {
    let next: Planned | null = null;
    for (const planned of this.#planned) if (!next || planned.at < next.at) next = planned;
    if (!next) return false;
    this.#planned.splice(this.#planned.indexOf(next), 1);
    this.now = Math.max(this.now, next.at);
    next.run();
    return true;
  }

  /** Lets all code run that has something to run. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

/** Stands in for a tab's Sleeper, by the world's time. */
export class WorldSleeper {
  wakes = 0;
  readonly #world: World;
  #asleep = new Set<() => void>();

  constructor(world: World) {
    this.#world = world;
  }

  wake(): void {
    this.wakes++;
    for (const wake of this.#asleep) wake();
  }

  nap(time: number, seenWakes: number): Nap {
    if (this.wakes !== seenWakes) return { over: Promise.resolve(), end: () => undefined };
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = () => {
        this.#asleep.delete(end);
        resolve();
      };
      this.#asleep.add(end);
      if (time !== Infinity) this.#world.after(Math.max(0, time - this.#world.now), end);
    });
    return { over, end };
  }
}
