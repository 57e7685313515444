import { describe, expect, it } from 'vitest';
import { readAnswerRows } from './answer-rows.ts';

const A = '{"input_id":"a","x":1}';
const B = '{"input_id":"b","x":2}';
const ids = (...texts: string[]) => readAnswerRows(texts).rows.map((row) => row.inputId);

describe('readAnswerRows', () => {
  it('prefers whole JSON to broken, and fills its gaps only', () => {
    const broken = '{"all_results":[{"input_id":"a","x":"draft"},{"input_id":"c"},{"inp';
    const { rows, found } = readAnswerRows([broken, `{"all_results":[${A},${B}]}`]);
    expect(rows.map((row) => row.value)).toEqual([{ input_id: 'a', x: 1 }, { input_id: 'b', x: 2 }, { input_id: 'c' }]);
    expect(found).toBe('whole');
  });

  it('says what it found', () => {
    expect(readAnswerRows([`[${A}]`])).toMatchObject({ found: 'whole', strays: 0 });
    expect(readAnswerRows([`[${A},`])).toMatchObject({ found: 'salvaged' });
    expect(readAnswerRows(['[]'])).toMatchObject({ rows: [], found: 'whole' });
    expect(readAnswerRows(['nothing'])).toMatchObject({ rows: [], found: 'none' });
    expect(readAnswerRows([])).toMatchObject({ rows: [], found: 'none' });
    expect(readAnswerRows([`[${A}, 1]`])).toMatchObject({ found: 'whole', strays: 1 });
  });

  it('keeps the same id answered twice, for the ledger to judge', () => {
    expect(ids(`[${A}]`, `[${A},${B}]`)).toEqual(['a', 'a', 'b']);
  });

  it('takes pieces of a broken row for no rows', () => {
    expect(ids('{"input_id":"a","who":{"name":"x"},"tags":[{"t":1}],"y')).toEqual([]);
    expect(ids('[{"input_id":"a","who":{"name":"x"},"tags":[{"t":1},{"t')).toEqual([]);
    expect(ids('{"all_results":[{"input_id":"a","parts":[{"results":[{"t":1}]},{"t')).toEqual([]);
    expect(ids(`{"all_results":[${A},{"input_id":"b","parts":[{"input_id":"z"}],"y`)).toEqual(['a']);
  });

  it('leaves objects without id beside a list alone', () => {
    expect(ids(`{"plan":"first"} [${A}] {"note":"done"}`)).toEqual(['a']);
    expect(ids(`[${A}]\n${B}`)).toEqual(['a', 'b']);
  });
});
