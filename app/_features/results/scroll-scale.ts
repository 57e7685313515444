/**
 * Rows can be taller together than an element may be: browsers stop at 33.5 million px, Firefox at 17.9 million.
 * The element is then made shorter and its scroll range stretched over the rows. Near both ends one pixel of the
 * element is one pixel of the rows, so that the first and last rows scroll as anywhere; between them the scale is even.
 * Small movements (wheel, keys, touch) always move the rows by as much; large ones (the scroll bar) go by the scale.
 * After small movements the two have drifted apart; `settled` brings the element back in line without moving the rows.
 */
export const ELEMENT_LIMIT_PX = 8_000_000;
const EDGE_PX = 100_000;

export interface ScrollScale {
  /** Height of all rows. */
  rowsPx: number;
  /** Height given to the element. */
  elementPx: number;
  viewportPx: number;
}

export interface ScrollPlace {
  /** `scrollTop` of the element. */
  elementTop: number;
  /** Where the rows are scrolled to, in px of `rowsPx`. */
  rowsTop: number;
}

export function scrollScale(rows: number, rowPx: number, viewportPx: number): ScrollScale {
  const rowsPx = rows * rowPx;
  return { rowsPx, elementPx: Math.min(rowsPx, ELEMENT_LIMIT_PX), viewportPx };
}

/** Furthest the element and the rows can be scrolled. */
function ends({ rowsPx, elementPx, viewportPx }: ScrollScale) {
  return { rows: Math.max(0, rowsPx - viewportPx), element: Math.max(0, elementPx - viewportPx) };
}

const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));

/** Maps between the two ranges: straight for `EDGE_PX` at both ends, evenly stretched between. */
function stretch(top: number, from: number, to: number): number {
  if (from === to) return top;
  if (top <= EDGE_PX) return top;
  if (top >= from - EDGE_PX) return to - (from - top);
  return EDGE_PX + ((top - EDGE_PX) * (to - 2 * EDGE_PX)) / (from - 2 * EDGE_PX);
}

export function rowsTopAt(scale: ScrollScale, elementTop: number): number {
  const end = ends(scale);
  return stretch(clamp(elementTop, end.element), end.element, end.rows);
}

export function elementTopAt(scale: ScrollScale, rowsTop: number): number {
  const end = ends(scale);
  return stretch(clamp(rowsTop, end.rows), end.rows, end.element);
}

/** The element was scrolled to `elementTop`: where the rows are now. */
export function moved(scale: ScrollScale, place: ScrollPlace, elementTop: number): ScrollPlace {
  const by = elementTop - place.elementTop;
  const isSmall = Math.abs(by) <= scale.viewportPx * 2;
  const rowsTop = isSmall ? clamp(place.rowsTop + by, ends(scale).rows) : rowsTopAt(scale, elementTop);
  return { elementTop, rowsTop };
}

/** Scrolling has come to rest: where the element belongs for the rows that show. */
export function settled(scale: ScrollScale, place: ScrollPlace): ScrollPlace {
  const rowsTop = clamp(place.rowsTop, ends(scale).rows);
  return { rowsTop, elementTop: elementTopAt(scale, rowsTop) };
}

/** The least movement that brings a row fully into view; the same place where it is. */
export function showing(scale: ScrollScale, place: ScrollPlace, index: number, rowPx: number): ScrollPlace {
  const top = index * rowPx;
  let { rowsTop } = place;
  if (top < rowsTop) rowsTop = top;
  else if (top + rowPx > rowsTop + scale.viewportPx) rowsTop = top + rowPx - scale.viewportPx;
  return rowsTop === place.rowsTop ? place : settled(scale, { ...place, rowsTop });
}

/** A row in the middle of the view. */
export function centred(scale: ScrollScale, index: number, rowPx: number): ScrollPlace {
  return settled(scale, { elementTop: 0, rowsTop: index * rowPx - (scale.viewportPx - rowPx) / 2 });
}

export interface RowRange {
  /** First and last row to render; `last` is before `first` where there are none. */
  first: number;
  last: number;
}

/**
 * Rows to render: those in sight and at least `spare` on both sides, in steps of `step` rows so that small movements
 * change nothing. As many wherever the rows are scrolled to, so that elements can be used again.
 */
export function rowsToRender(scale: ScrollScale, rowsTop: number, rowPx: number, spare: number, step: number): RowRange {
  const rows = Math.round(scale.rowsPx / rowPx);
  if (rows === 0 || scale.viewportPx <= 0) return { first: 0, last: -1 };
  const count = Math.min(rows, Math.ceil(scale.viewportPx / rowPx) + step + 2 * spare);
  const from = Math.floor(rowsTop / rowPx / step) * step;
  const first = clamp(from - spare, rows - count);
  return { first, last: first + count - 1 };
}

/**
 * The row each of `count` elements shows, so that an element keeps its row while that is rendered, and only elements
 * whose row has gone take another. The elements stand in the order they had when row `lead` was the first.
 */
export function rowsBySlot({ first, last }: RowRange, lead: number): { slot: number; index: number }[] {
  const count = last - first + 1;
  return Array.from({ length: count }, (_, at) => {
    const slot = (lead + at) % count;
    return { slot, index: first + ((slot - (first % count) + count) % count) };
  });
}
