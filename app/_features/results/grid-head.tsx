import { useState, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { RowSort } from '#lib/workers/results.api';
import { classes } from '../../_ui/classes.ts';
import { DownIcon, UpIcon } from '../../_ui/icons.ts';
import type { FieldColumn } from './grid-columns.ts';
import { directionOf, type SortColumn } from './sort-order.ts';

const CELL = 'flex items-center gap-1 border-b bg-surface font-medium min-w-0';

interface GridHeadProps {
  columns: FieldColumn[];
  /** Widths of the columns, and the least of them together. */
  tracks: string;
  minWidth: string;
  /** Wider than its place: the first column stays in sight while the rest is scrolled under it. */
  isWide: boolean;
  /** Who gave the answers beside; null: none are shown. */
  beside: string | null;
  sort: RowSort | null;
  onSort: (by: SortColumn) => void;
}

const ID: SortColumn = { kind: 'id' };
const TEXT: SortColumn = { kind: 'text' };
const STATE: SortColumn = { kind: 'state' };

/** Names of the columns, which stay on top; pressing one sorts by it. One of them takes the tab key, arrows go on to the others. */
export function GridHead({ columns, tracks, minWidth, isWide, beside, sort, onSort }: GridHeadProps) {
  const [stop, setStop] = useState(0);
  const fields = columns.filter(({ of }) => of === 'mine').map(({ field }): SortColumn => ({ kind: 'field', name: field }));
  const sortable = [ID, TEXT, ...fields, STATE];
  const at = Math.min(stop, sortable.length - 1);
  const name = (by: SortColumn, words: ReactNode) => (
    <SortButton direction={directionOf(sort, by)} tabIndex={sortable.indexOf(by) === at ? 0 : -1} onPress={() => onSort(by)}>
      {words}
    </SortButton>
  );
  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    buttonsOf(event)[placeOf(event) + step]?.focus();
  };
  return (
    <thead className="sticky top-0 z-20 block" style={{ minWidth }}>
      <tr
        aria-rowindex={1}
        onFocus={(event) => setStop(Math.max(0, placeOf(event)))}
        onKeyDown={onKeyDown}
        style={{ gridTemplateColumns: tracks }}
        className="grid h-[34px] text-xs font-medium text-muted"
      >
        <th scope="col" className={classes(CELL, 'left-0 z-10 justify-end border-r px-2.5', isWide && 'sticky')}>
          Row
        </th>
        <Head sort={directionOf(sort, ID)}>{name(ID, 'ID')}</Head>
        <Head sort={directionOf(sort, TEXT)}>{name(TEXT, 'Text')}</Head>
        {columns.map(({ field, of }) => {
          const by = fields.find((column) => of === 'mine' && column.kind === 'field' && column.name === field);
          return by ? (
            <Head key={`${of} ${field}`} title={field} sort={directionOf(sort, by)} className="text-text">
              {name(by, <span dir="auto">{field}</span>)}
            </Head>
          ) : (
            <BesideHead key={`${of} ${field}`} field={field} of={of} beside={beside} />
          );
        })}
        <Head sort={directionOf(sort, STATE)}>{name(STATE, 'State')}</Head>
        {beside !== null && (
          <Head title={`State, ${beside}`} className="px-2.5">
            <span dir="auto" className="truncate">
              State, {beside}
            </span>
          </Head>
        )}
      </tr>
    </thead>
  );
}

type RowEvent = KeyboardEvent<HTMLTableRowElement> | FocusEvent<HTMLTableRowElement>;

const buttonsOf = ({ currentTarget }: RowEvent) => [...currentTarget.querySelectorAll('button')];
const placeOf = (event: RowEvent) => buttonsOf(event).indexOf(event.target as HTMLButtonElement);

interface HeadProps {
  /** Undefined: not a column to sort by. */
  sort?: 'ascending' | 'descending' | null;
  className?: string;
  title?: string;
  children: ReactNode;
}

function Head({ sort, className, title, children }: HeadProps) {
  return (
    <th scope="col" title={title} aria-sort={sort === undefined ? undefined : (sort ?? 'none')} className={classes(CELL, className)}>
      {children}
    </th>
  );
}

/** A field as the job beside this one has it. */
function BesideHead({ field, of, beside }: FieldColumn & { beside: string | null }) {
  return (
    <Head title={`${field}, by ${beside}`} className="px-2.5 text-text">
      <span dir="auto" className={of === 'beside' ? 'sr-only' : 'truncate'}>
        {field}
      </span>
      <span dir="auto" className="truncate font-normal text-muted">
        by {beside}
      </span>
    </Head>
  );
}

interface SortButtonProps {
  direction: 'ascending' | 'descending' | null;
  tabIndex: number;
  onPress: () => void;
  children: ReactNode;
}

function SortButton({ direction, tabIndex, onPress, children }: SortButtonProps) {
  const Arrow = direction === 'descending' ? DownIcon : UpIcon;
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      onClick={onPress}
      className={classes(
        'group/sort flex h-full w-full min-w-0 items-center gap-1 px-2.5 text-left -outline-offset-2 hover:bg-sunken',
        direction && 'text-accent',
      )}
    >
      <span className="truncate">{children}</span>
      <Arrow
        size={14}
        className={classes('shrink-0', !direction && 'opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60')}
      />
    </button>
  );
}
