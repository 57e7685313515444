export interface LedgerEntry {
  /** A row state: `ok`, `sent`, `failed` … */
  key: string;
  label: string;
  count: number;
}

export interface Segment {
  key: string;
  /** Percent of the bar. */
  x: number;
  width: number;
}

/** Even one row of a million must be seen. */
const LEAST_PERCENT = 1.5;

/** Lays the counts side by side in a bar of 100 percent; states with rows get at least a sliver, those without get nothing. */
export function ledgerSegments(entries: LedgerEntry[]): Segment[] {
  const present = entries.filter((entry) => entry.count > 0);
  const total = present.reduce((sum, entry) => sum + entry.count, 0);
  const widths = present.map((entry) => Math.max(LEAST_PERCENT, (entry.count / total) * 100));
  const sum = widths.reduce((a, b) => a + b, 0);
  let x = 0;
  return present.map((entry, at) => {
    const width = ((widths[at] ?? 0) / sum) * 100;
    const segment = { key: entry.key, x, width };
    x += width;
    return segment;
  });
}
