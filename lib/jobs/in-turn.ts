const iterate = <T>(values: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> =>
  Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();

/**
 * Runs tasks up to `atOnce` side by side and gives their results in the tasks' order; tasks may still be coming while the first
 * are run. Where one fails, those under way are waited for before the failure is thrown, so that nothing goes on behind it.
 */
export async function* inTurn<Task, Result>(
  tasks: Iterable<Task> | AsyncIterable<Task>,
  atOnce: number,
  run: (task: Task) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  const coming = iterate(tasks);
  let isOver = false;
  try {
    for (;;) {
      while (!isOver && underWay.length < atOnce) {
        const next = coming.next();
        const { done, value } = next instanceof Promise ? await next : next;
        isOver = done === true;
        if (done) break;
        const result = run(value);
        // A failure is met when its turn comes; until then it must not count as unhandled.
        result.catch(() => {});
        underWay.push(result);
      }
      const first = underWay.shift();
      if (!first) return;
      yield await first;
    }
  } finally {
    await Promise.allSettled(underWay);
    await coming.return?.();
  }
}
