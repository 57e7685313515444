'use client';
import { useMemo } from 'react';
import type { RowSort } from '#lib/workers/results.api';
import { useQueryValue } from '../job/use-address.ts';
import { readSort, sortText } from './sort-order.ts';

/** The column the results are sorted by, in the address: `?sort=-field:tone`. Null: the table's own order. */
export function useSort(): [RowSort | null, (sort: RowSort | null) => void] {
  const [named, name] = useQueryValue('sort');
  const sort = useMemo(() => readSort(named), [named]);
  return [sort, (next) => name(next && sortText(next))];
}
