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

  it('reads a list however it is wrapped, as deep as models go', () => {
    const wrapped = (times: number): string => (times === 0 ? A : `{"results":[${wrapped(times - 1)}]}`);
    expect([1, 2, 3, 4].map((times) => ids(`[${wrapped(times)}]`))).toEqual([['a'], ['a'], ['a'], [null]]);
    expect(readAnswerRows([`[{"all_results":[${A},1]}]`])).toMatchObject({ rows: [{ inputId: 'a' }], strays: 1 });
    expect(ids(`{"input_id":"job","all_results":[${A},${B}]}`)).toEqual(['a', 'b']);
    expect(ids(`{"all_results":${A}} {"note":"done"}`)).toEqual(['a']);
  });

  it('takes a row with a list of its own for a row', () => {
    expect(ids('[{"input_id":"a","results":[{"x":1}]}]')).toEqual(['a']);
    expect(ids('So: {"all_results":[{"input_id":"a","inner":{"all_results":[{"input_id":"z"}]}}]}.')).toEqual(['a']);
  });

  it('goes by the id of the contract before any other spelling', () => {
    expect(ids('[{"Input ID":"x","input_id":"a"}]')).toEqual(['a']);
  });

  it('looks behind and inside what holds no rows', () => {
    expect(ids(`{} ${A}`)).toEqual(['a']);
    expect(ids(`See [[1],[${A}]].`)).toEqual(['a']);
    expect(ids(`[1 (see [${A}]`)).toEqual(['a']);
    expect(ids('[{"input_id": a},{"input_id":"b"},')).toEqual(['b']);
    expect(ids('[{"x":1},{"x')).toEqual([null]);
    expect(readAnswerRows(['[]', `[${A},{`])).toMatchObject({ rows: [{ inputId: 'a' }], found: 'salvaged' });
  });

  it('reads JSON inside a text, and behind a byte order mark', () => {
    expect(readAnswerRows([JSON.stringify('[]')])).toMatchObject({ rows: [], found: 'whole' });
    expect(ids(`\ufeff${JSON.stringify(`[${A}]`)}`)).toEqual(['a']);
    expect(ids('[{"input_id":"a\ufeff"}]')).toEqual(['a\ufeff']);
  });
});
