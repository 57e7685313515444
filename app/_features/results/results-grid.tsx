'use client';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
} from 'react';
import { GridHead } from './grid-head.tsx';
import { gridColumns, type FieldColumn } from './grid-columns.ts';
import { GridScroll } from './grid-scroll.ts';
import { GridRow } from './grid-row.tsx';
import type { RowWindows } from './row-windows.ts';
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
  onOpen: (index: number) => void;
  ref?: Ref<GridHandle>;
}

/** The result table: only rows in sight are read and rendered. Arrows choose a row, Enter opens it. */
export function ResultsGrid({ windows, columns, beside, label, onOpen, ref }: ResultsGridProps) {
  const [scroll] = useState(() => new GridScroll(ROW_PX, HEADER_PX));
  const { first, last, elementPx, topPx } = useSyncExternalStore(
    scroll.subscribe,
    () => scroll.view,
    () => scroll.view,
  );
  const attach = useCallback((element: HTMLElement | null) => (element ? scroll.attach(element) : undefined), [scroll]);
  const [chosen, setChosen] = useState(-1);
  useWindowsVersion(windows);
  useLayoutEffect(() => scroll.setCount(windows.length), [scroll, windows]);
  useEffect(() => {
    if (last >= first) windows.want(first, last);
  }, [windows, first, last]);
  useImperativeHandle(ref, () => ({
    goTo: (index) => {
      setChosen(index);
      scroll.centre(index);
    },
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' && chosen >= 0 && chosen < windows.length) {
      event.preventDefault();
      onOpen(chosen);
      return;
    }
    const next = moveByKey(event.key, chosen, scroll.rowsInSight, windows.length);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
    scroll.show(next);
  };
  const onClick = ({ target }: MouseEvent) => {
    const index = (target as HTMLElement).closest('tr')?.dataset.index;
    if (index === undefined) return;
    setChosen(Number(index));
    onOpen(Number(index));
  };

  const { tracks, width } = gridColumns(columns.length, beside === null ? 1 : 2);
  const isRendered = chosen >= first && chosen <= last;
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  return (
    <table
      ref={attach}
      // A table to walk through row by row, as the grid pattern has it; it scrolls itself.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={windows.length + 1}
      aria-activedescendant={isRendered ? rowId(chosen) : undefined}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onFocus={() => chosen < 0 && setChosen(Math.min(scroll.firstInSight, windows.length - 1))}
      style={{ '--tracks': tracks, '--least': width } as CSSProperties}
      className="relative block max-h-[max(22rem,calc(100dvh-14rem))] overflow-auto rounded-lg border bg-surface text-sm [overflow-anchor:none]"
    >
      <GridHead columns={columns} beside={beside} />
      <tbody className="block min-w-(--least)" style={{ height: elementPx, paddingTop: topPx }}>
        {places.map((index) => (
          <GridRow
            key={index}
            id={rowId(index)}
            index={index}
            row={windows.get(index)?.row ?? null}
            columns={columns}
            hasBeside={beside !== null}
            isChosen={index === chosen}
          />
        ))}
      </tbody>
    </table>
  );
}

const rowId = (index: number) => `result-row-${index}`;
