import { describe, expect, it } from 'vitest';
import { exampleRows, importWords } from './import-words.ts';

describe('importWords', () => {
  it('leaves rate and time out until they can be told', () => {
    expect(importWords({ bytesDone: 5e6, bytesTotal: 1e7, rows: 1 }, 100)).toBe('5 MB of 10 MB · 1 row');
    expect(importWords({ bytesDone: 5e6, bytesTotal: 1e7, rows: null }, 100)).toBe('5 MB of 10 MB · looking whether it is here already');
    expect(importWords({ bytesDone: 5e6, bytesTotal: 1e7, rows: 20 }, 5000)).toBe('5 MB of 10 MB · 20 rows · 1 MB/s · 5 s left');
  });
});

describe('exampleRows', () => {
  it('names up to five rows and counts the rest', () => {
    expect(exampleRows(1, [4])).toBe('row 4');
    expect(exampleRows(2, [4, 9])).toBe('rows 4, 9');
    expect(exampleRows(40, [1, 2, 3])).toBe('rows 1, 2, 3 and 37 more');
    expect(exampleRows(20, [1, 2, 3, 4, 5, 6, 7])).toBe('rows 1, 2, 3, 4, 5 and 15 more');
    expect(exampleRows(3, [])).toBe('');
  });
});
