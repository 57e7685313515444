import type { RowSort } from '#lib/workers/results.api';

export type SortColumn = RowSort['by'];

const isSame = (one: SortColumn, other: SortColumn) =>
  one.kind === other.kind && (one.kind !== 'field' || (other.kind === 'field' && one.name === other.name));

/** How a column is sorted; null: the view is not sorted by it. */
export function directionOf(sort: RowSort | null, by: SortColumn): 'ascending' | 'descending' | null {
  if (!sort || !isSame(sort.by, by)) return null;
  return sort.descending ? 'descending' : 'ascending';
}

/** What the next press on a column's name asks for: ascending, descending, the table's own order. */
export function nextSort(sort: RowSort | null, by: SortColumn): RowSort | null {
  const direction = directionOf(sort, by);
  return direction === 'descending' ? null : { by, descending: direction === 'ascending' };
}

/** A sort as it stands in the address: `id`, `-state`, `field:tone`; the minus is for descending. */
export function sortText({ by, descending }: RowSort): string {
  return `${descending ? '-' : ''}${by.kind === 'field' ? `field:${by.name}` : by.kind}`;
}

const PLAIN = ['id', 'text', 'state', 'round', 'model'] as const;

/** The sort an address names; null where it names none. */
export function readSort(text: string | null): RowSort | null {
  if (text === null) return null;
  const descending = text.startsWith('-');
  const column = descending ? text.slice(1) : text;
  if (column.startsWith('field:')) return { by: { kind: 'field', name: column.slice('field:'.length) }, descending };
  const kind = PLAIN.find((known) => known === column);
  return kind ? { by: { kind }, descending } : null;
}

/** A column as it is called above the table. */
export function columnName(by: SortColumn): string {
  if (by.kind === 'field') return by.name;
  return { id: 'ID', text: 'Text', state: 'State', round: 'Round', model: 'Model' }[by.kind];
}
