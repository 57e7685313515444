import {
  centred,
  moved,
  rowsToRender,
  scrollScale,
  settled,
  showing,
  type RowRange,
  type ScrollPlace,
  type ScrollScale,
} from './scroll-scale.ts';

/** How long scrolling must rest before the element is brought back in line with the rows. */
const REST_MS = 150;
/** Rows rendered beyond either edge, for the moments the screen scrolls before this code hears of it. */
const SPARE_ROWS = 4;
const STEP_ROWS = 4;

export interface GridView extends RowRange {
  /** Height of the element that stands for all rows. */
  elementPx: number;
  /** Where row 0 would stand in it; the rows follow each other from there. */
  originPx: number;
  /** First rendered row when scrolling last rested: the order the elements of the rows have. */
  lead: number;
  /** Width there is for a row, in the root's font size; null: not known yet. */
  roomRem: number | null;
}

const NOTHING: GridView = { first: 0, last: -1, elementPx: 0, originPx: 0, lead: 0, roomRem: null };

/**
 * The scrolling of a grid with rows of one height under a header: which rows to render and where, however many there
 * are. Outside React; tells its listeners only when something to render has changed.
 */
export class GridScroll {
  #rowPx: number;
  #headerPx: number;
  #count = 0;
  #place: ScrollPlace = { elementTop: 0, rowsTop: 0 };
  #scale: ScrollScale = scrollScale(0, 1, 0);
  #roomRem: number | null = null;
  #view = NOTHING;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #element: HTMLElement | null = null;
  #listeners = new Set<() => void>();

  constructor(rowPx: number, headerPx: number) {
    this.#rowPx = rowPx;
    this.#headerPx = headerPx;
  }

  get view(): GridView {
    return this.#view;
  }

  get rowsInSight(): number {
    return Math.floor(this.#scale.viewportPx / this.#rowPx);
  }

  get firstInSight(): number {
    return Math.ceil(this.#place.rowsTop / this.#rowPx);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** For React's `ref`: begins with the element and ends with it. */
  attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    const onScroll = () => {
      this.#hear();
      this.#look(false);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#hear();
        this.#go(settled(this.#scale, this.#place));
      }, REST_MS);
    };
    const resize = new ResizeObserver(() => this.#measure());
    element.addEventListener('scroll', onScroll, { passive: true });
    resize.observe(element);
    this.#measure();
    return () => {
      clearTimeout(this.#timer);
      resize.disconnect();
      element.removeEventListener('scroll', onScroll);
      this.#element = null;
    };
  };

  /** Another number of rows: stays where it is while there still is such a place, or goes back to the first. */
  setCount(count: number, fromTop: boolean): void {
    this.#count = count;
    this.#hear();
    if (fromTop) this.#place = { elementTop: 0, rowsTop: 0 };
    this.#measure();
  }

  /** Brings a row into sight with the least movement. */
  show(index: number): void {
    this.#hear();
    this.#go(showing(this.#scale, this.#place, index, this.#rowPx));
  }

  /** Brings a row to the middle. */
  centre(index: number): void {
    this.#go(centred(this.#scale, index, this.#rowPx));
  }

  /** Takes in where the element is scrolled to: the browser tells of it only in the next frame, and what is done before would undo it. */
  #hear(): void {
    if (this.#element) this.#place = moved(this.#scale, this.#place, this.#element.scrollTop);
  }

  #measure(): void {
    const element = this.#element;
    const { maxHeight = '' } = element ? getComputedStyle(element) : {};
    // The element grows with its rows up to its greatest height; that, without its edges and a scroll bar under the rows, is what may be in sight.
    const { clientHeight = 0, offsetHeight = 0 } = element ?? {};
    const heightPx = Math.max(clientHeight, (Number.parseFloat(maxHeight) || 0) - (offsetHeight - clientHeight));
    this.#roomRem = element && element.clientWidth / Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#scale = scrollScale(this.#count, this.#rowPx, Math.max(0, heightPx - this.#headerPx));
    this.#go(settled(this.#scale, this.#place));
  }

  #go(place: ScrollPlace): void {
    const element = this.#element;
    if (!element) return;
    if (Math.abs(element.scrollTop - place.elementTop) >= 1) element.scrollTop = place.elementTop;
    // The browser rounds; what it made of it is where the next movement is measured from.
    this.#place = { rowsTop: place.rowsTop, elementTop: element.scrollTop };
    this.#look(true);
  }

  #look(isResting: boolean): void {
    const { rowsTop, elementTop } = this.#place;
    const range = rowsToRender(this.#scale, rowsTop, this.#rowPx, SPARE_ROWS, STEP_ROWS);
    const lead = isResting ? range.first : this.#view.lead;
    const next = { ...range, elementPx: this.#scale.elementPx, originPx: Math.round(elementTop - rowsTop), lead, roomRem: this.#roomRem };
    const isSame = (Object.keys(next) as (keyof GridView)[]).every((key) => next[key] === this.#view[key]);
    if (isSame) return;
    this.#view = next;
    for (const listener of this.#listeners) listener();
  }
}
