/** From `low` to `high`, both included; equal where it is known. */
export interface Range {
  low: number;
  high: number;
}

export const exactly = (value: number): Range => ({ low: value, high: value });

export function sum(...ranges: Range[]): Range {
  return { low: ranges.reduce((total, { low }) => total + low, 0), high: ranges.reduce((total, { high }) => total + high, 0) };
}

/** Both of one sign: a range of not negative numbers times a not negative number, or times another range's ends. */
export function times(range: Range, factor: number | Range): Range {
  const { low, high } = typeof factor === 'number' ? exactly(factor) : factor;
  return { low: range.low * low, high: range.high * high };
}

/** Outwards to whole numbers. */
export function wholes({ low, high }: Range): Range {
  return { low: Math.floor(low), high: Math.ceil(high) };
}
