/** Lets loops sleep until a time or the next wake, whichever comes first, without missing a wake in between. */
export class Sleeper {
  /** Wakes so far: read before looking around, given back when going to sleep. */
  wakes = 0;
  #listeners = new Set<() => void>();

  wake(): void {
    this.wakes++;
    for (const listener of this.#listeners) listener();
  }

  /** Resolves at `time` (ms since 1970), at a wake later than `seenWakes`, or when aborted. */
  until(time: number, seenWakes: number, signal: AbortSignal): Promise<void> {
    if (this.wakes !== seenWakes || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#listeners.delete(finish);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      // Longer timers overflow to at once.
      const timer = setTimeout(finish, Math.min(Math.max(0, time - Date.now()), 2 ** 31 - 1));
      this.#listeners.add(finish);
      signal.addEventListener('abort', finish, { once: true });
    });
  }
}
