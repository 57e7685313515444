/** Rows as lengths of stretches, by turns outside and inside, beginning outside: rows 2, 3 and 4 of any number are `[2, 3]`. */
export function runsOf(isIn: (row: number) => boolean, rowCount: number): number[] {
  const runs: number[] = [];
  let inside = false;
  let from = 0;
  for (let row = 0; row < rowCount; row++) {
    if (isIn(row) === inside) continue;
    runs.push(row - from);
    from = row;
    inside = !inside;
  }
  if (inside) runs.push(rowCount - from);
  return runs;
}

/** Calls `take` with each stretch inside, `to` not included; what lies past `rowCount` is left out. */
export function eachRun(runs: readonly number[], rowCount: number, take: (from: number, to: number) => void): void {
  let at = 0;
  for (let n = 0; n < runs.length && at < rowCount; n++) {
    const end = Math.min(rowCount, at + runs[n]!);
    if (n % 2 === 1 && end > at) take(at, end);
    at = end;
  }
}

/** The rows inside, in order. */
export function rowsIn(runs: readonly number[], rowCount: number): Uint32Array {
  let count = 0;
  eachRun(runs, rowCount, (from, to) => {
    count += to - from;
  });
  const rows = new Uint32Array(count);
  let next = 0;
  eachRun(runs, rowCount, (from, to) => {
    for (let row = from; row < to; row++) rows[next++] = row;
  });
  return rows;
}
