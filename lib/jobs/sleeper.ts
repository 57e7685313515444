/** A sleep that can be cut short. */
export interface Nap {
  over: Promise<void>;
  end: () => void;
}

/** Lets loops sleep until a time or the next wake, whichever comes first, without missing a wake in between. */
export class Sleeper {
  /** Wakes so far: read before looking around, given back when going to sleep. */
  wakes = 0;
  #asleep = new Set<() => void>();

  wake(): void {
    this.wakes++;
    for (const end of this.#asleep) end();
  }

  /** Sleeps until `time` (ms since 1970; Infinity: until woken), a wake later than `seenWakes`, or its end is wanted. */
  nap(time: number, seenWakes: number): Nap {
    if (this.wakes !== seenWakes) return { over: Promise.resolve(), end: () => undefined };
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = () => {
        clearTimeout(timer);
        this.#asleep.delete(end);
        resolve();
      };
      // Longer timers overflow to at once.
      const timer = setTimeout(end, Math.min(Math.max(0, time - Date.now()), 2 ** 31 - 1));
      this.#asleep.add(end);
    });
    return { over, end };
  }
}
