'use client';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
} from 'react';
import type { RowSort } from '#lib/workers/results.api';
import { GridHead } from './grid-head.tsx';
import { gridColumns, type FieldColumn } from './grid-columns.ts';
import { GridScroll } from './grid-scroll.ts';
import { GridRow } from './grid-row.tsx';
import type { RowWindows } from './row-windows.ts';
import { rowsBySlot } from './scroll-scale.ts';
import type { SortColumn } from './sort-order.ts';
import { useStaggered } from './use-staggered.ts';
import { useWindowsVersion } from './use-result-rows.ts';
import { moveByKey } from './view-order.ts';

const ROW_PX = 32;
const HEADER_PX = 34;

export interface GridHandle {
  /** Chooses a row of the view and brings it to the middle. */
  goTo: (index: number) => void;
}

export interface ResultsGridProps {
  windows: RowWindows;
  columns: FieldColumn[];
  /** Who gave the answers beside; null: none are shown. */
  beside: string | null;
  /** Words for the whole table. */
  label: string;
  /** How the rows shown are sorted. */
  sort: RowSort | null;
  onSort: (by: SortColumn) => void;
  onOpen: (index: number) => void;
  ref?: Ref<GridHandle>;
}

/**
 * The result table: only rows in sight are read and rendered, in elements that are used again as rows pass by.
 * Arrows choose a row, Enter opens it.
 */
export function ResultsGrid({ windows, columns, beside, label, sort, onSort, onOpen, ref }: ResultsGridProps) {
  const [scroll] = useState(() => new GridScroll(ROW_PX, HEADER_PX));
  const view = useSyncExternalStore(
    scroll.subscribe,
    () => scroll.view,
    () => scroll.view,
  );
  const { first, last, elementPx, originPx, lead, roomRem } = view;
  const attach = useCallback((element: HTMLElement | null) => (element ? scroll.attach(element) : undefined), [scroll]);
  const [chosen, choose] = useChosenPlace(windows.viewKey);
  useWindowsVersion(windows);
  const { tracks, leastRem } = gridColumns(columns.length, beside === null ? 1 : 2, windows.order.rowCount);
  const minWidth = `${leastRem}rem`;
  // Cells that stick cost time in every frame: only where there is something to scroll under them.
  const isWide = roomRem !== null && leastRem > roomRem;
  const shownKey = useRef(windows.viewKey);
  useLayoutEffect(() => {
    scroll.setCount(windows.length, shownKey.current !== windows.viewKey);
    shownKey.current = windows.viewKey;
  }, [scroll, windows]);
  useEffect(() => {
    // At once, while the rows' places are still being rendered.
    const want = () => windows.want(scroll.view.first, scroll.view.last);
    want();
    return scroll.subscribe(want);
  }, [scroll, windows]);
  useImperativeHandle(ref, () => ({
    goTo: (index) => {
      choose(index);
      scroll.centre(index);
    },
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.altKey || event.metaKey) return;
    if (event.ctrlKey && event.key !== 'Home' && event.key !== 'End') return;
    if (event.key === 'Enter' && chosen >= 0 && chosen < windows.length) {
      event.preventDefault();
      onOpen(chosen);
      return;
    }
    const next = moveByKey(event.key, chosen, scroll.rowsInSight, windows.length);
    if (next === null) return;
    event.preventDefault();
    choose(next);
    scroll.show(next);
  };
  const onClick = ({ target }: MouseEvent) => {
    const index = Number((target as HTMLElement).closest('tbody > tr')?.ariaRowIndex ?? 0) - 2;
    if (index < 0) return;
    choose(index);
    onOpen(index);
  };
  const onFocus = (event: FocusEvent) => {
    if (event.target === event.currentTarget && chosen < 0) choose(Math.min(scroll.firstInSight, windows.length - 1));
  };

  const layout = useMemo(() => ({ columns, tracks, hasBeside: beside !== null, isWide }), [columns, tracks, beside, isWide]);
  const layoutAt = useStaggered(layout, last - first + 1);
  const slots = rowsBySlot(view, lead);
  const chosenSlot = slots.find(({ index }) => index === chosen)?.slot;
  return (
    <table
      ref={attach}
      // A table to walk through row by row, as the grid pattern has it; it scrolls itself.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={windows.length + 1}
      aria-activedescendant={chosenSlot === undefined ? undefined : rowId(chosenSlot)}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      className="relative block max-h-[max(22rem,calc(100dvh-14rem))] overflow-auto rounded-lg border bg-surface text-sm [overflow-anchor:none]"
    >
      {/* Widths stand where they count: as properties that are handed down they would have every cell styled anew. */}
      <GridHead columns={columns} tracks={tracks} minWidth={minWidth} isWide={isWide} beside={beside} sort={sort} onSort={onSort} />
      <tbody className="relative block" style={{ height: elementPx, minWidth }}>
        {slots.map(({ slot, index }) => {
          const own = layoutAt(index - first);
          return (
            own && (
              <GridRow
                key={slot}
                id={rowId(slot)}
                index={index}
                topPx={originPx + index * ROW_PX}
                row={windows.get(index)?.row ?? null}
                columns={own.columns}
                tracks={own.tracks}
                hasBeside={own.hasBeside}
                isWide={own.isWide}
                isChosen={index === chosen}
                isHeld={own !== layout}
              />
            )
          );
        })}
      </tbody>
    </table>
  );
}

const rowId = (slot: number) => `result-row-${slot}`;

/** The place chosen in a view; -1: none, as in every new view. */
function useChosenPlace(viewKey: string): [number, (place: number) => void] {
  const [chosen, setChosen] = useState({ viewKey, place: -1 });
  return [chosen.viewKey === viewKey ? chosen.place : -1, (place) => setChosen({ viewKey, place })];
}
