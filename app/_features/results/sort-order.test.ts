import { assert, boolean, constantFrom, oneof, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RowSort } from '#lib/workers/results.api';
import { columnName, directionOf, nextSort, readSort, sortText } from './sort-order.ts';

const plain = record({ kind: constantFrom('id' as const, 'text' as const, 'state' as const, 'round' as const, 'model' as const) });
const field = record({ kind: constantFrom('field' as const), name: string({ unit: 'grapheme' }) });
const sorts = record({ by: oneof(plain, field), descending: boolean() });

describe('sorting by a column', () => {
  it('goes from ascending to descending to the order of the table', () => {
    const id = { kind: 'id' } as const;
    const first = nextSort(null, id);
    const second = nextSort(first, id);
    expect([directionOf(first, id), directionOf(second, id), nextSort(second, id)]).toEqual(['ascending', 'descending', null]);
  });

  it('begins with ascending on another column, and tells fields apart by name', () => {
    const tone: RowSort = { by: { kind: 'field', name: 'tone' }, descending: false };
    expect(nextSort(tone, { kind: 'field', name: 'state' })).toEqual({ by: { kind: 'field', name: 'state' }, descending: false });
    expect(directionOf(tone, { kind: 'state' })).toBeNull();
    expect(directionOf({ by: { kind: 'field', name: 'state' }, descending: true }, { kind: 'state' })).toBeNull();
  });

  it('comes back from the address as it went, whatever a field is called', () => {
    assert(
      property(sorts, (sort) => {
        expect(readSort(sortText(sort))).toEqual(sort);
        const url = new URL('http://localhost/jobs/a');
        url.searchParams.set('sort', sortText(sort));
        expect(readSort(new URL(url.href).searchParams.get('sort'))).toEqual(sort);
      }),
    );
  });

  it('takes anything else in an address for no sort', () => {
    expect([readSort(null), readSort(''), readSort('-'), readSort('rows'), readSort('ID')]).toEqual([null, null, null, null, null]);
  });

  it('calls columns as they are called on screen', () => {
    expect([columnName({ kind: 'id' }), columnName({ kind: 'field', name: 'tone' })]).toEqual(['ID', 'tone']);
  });
});
