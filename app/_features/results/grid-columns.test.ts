import { describe, expect, it } from 'vitest';
import { fieldColumns, gridColumns } from './grid-columns.ts';

describe('columns of the results', () => {
  it('stand alone, or each beside the other job’s', () => {
    expect(fieldColumns(['a', 'b'], null)).toEqual([
      { field: 'a', of: 'mine' },
      { field: 'b', of: 'mine' },
    ]);
    expect(fieldColumns(['a', 'b'], ['c', 'b']).map(({ field, of }) => `${field} ${of}`)).toEqual([
      'a mine',
      'b mine',
      'b beside',
      'c beside only',
    ]);
  });

  it('takes room for every column and state', () => {
    expect(gridColumns(0, 1, 100).leastRem).toBe(41.5);
    expect(gridColumns(2, 2, 100).leastRem).toBe(72.5);
    expect(gridColumns(0, 1, 1_000_000).leastRem).toBe(42.5);
    expect(gridColumns(0, 1, 100).tracks).not.toContain('repeat(0');
  });
});
