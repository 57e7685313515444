/**
 * Runs tasks up to `atOnce` side by side and gives their results in the tasks' order. Where one fails, those under way are
 * waited for before the failure is thrown, so that nothing goes on behind it.
 */
export async function* inTurn<Task, Result>(
  tasks: readonly Task[],
  atOnce: number,
  run: (task: Task) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  let next = 0;
  try {
    while (next < tasks.length || underWay.length > 0) {
      while (next < tasks.length && underWay.length < atOnce) {
        const result = run(tasks[next++]!);
        // A failure is met when its turn comes; until then it must not count as unhandled.
        result.catch(() => {});
        underWay.push(result);
      }
      yield await underWay.shift()!;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
