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
const STEP_ROWS = 8;

export interface GridView extends RowRange {
  /** Height of the element that stands for all rows. */
  elementPx: number;
  /** Where the first rendered row stands in it. */
  topPx: number;
}

const NOTHING: GridView = { first: 0, last: -1, elementPx: 0, topPx: 0 };

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
  #view = NOTHING;
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
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      this.#place = moved(this.#scale, this.#place, element.scrollTop);
      this.#look();
      clearTimeout(timer);
      timer = setTimeout(() => this.#go(settled(this.#scale, this.#place)), REST_MS);
    };
    const resize = new ResizeObserver(() => this.#measure());
    element.addEventListener('scroll', onScroll, { passive: true });
    resize.observe(element);
    this.#measure();
    return () => {
      clearTimeout(timer);
      resize.disconnect();
      element.removeEventListener('scroll', onScroll);
      this.#element = null;
    };
  };

  /** Another number of rows: stays where it is while there still is such a place. */
  setCount(count: number): void {
    this.#count = count;
    this.#measure();
  }

  /** Brings a row into sight with the least movement. */
  show(index: number): void {
    this.#go(showing(this.#scale, this.#place, index, this.#rowPx));
  }

  /** Brings a row to the middle. */
  centre(index: number): void {
    this.#go(centred(this.#scale, index, this.#rowPx));
  }

  #measure(): void {
    const { maxHeight = '' } = this.#element ? getComputedStyle(this.#element) : {};
    // The element grows with its rows up to its greatest height; that is what may be in sight.
    const heightPx = Math.max(this.#element?.clientHeight ?? 0, Number.parseFloat(maxHeight) || 0);
    this.#scale = scrollScale(this.#count, this.#rowPx, Math.max(0, heightPx - this.#headerPx));
    this.#look();
    this.#go(settled(this.#scale, this.#place));
  }

  #go(place: ScrollPlace): void {
    const element = this.#element;
    if (!element) return;
    if (Math.abs(element.scrollTop - place.elementTop) >= 1) element.scrollTop = place.elementTop;
    // The browser rounds; what it made of it is where the next movement is measured from.
    this.#place = { rowsTop: place.rowsTop, elementTop: element.scrollTop };
    this.#look();
  }

  #look(): void {
    const range = rowsToRender(this.#scale, this.#place.rowsTop, this.#rowPx, STEP_ROWS);
    const topPx = range.first * this.#rowPx - this.#place.rowsTop + this.#place.elementTop;
    const next = { ...range, elementPx: this.#scale.elementPx, topPx };
    const isSame = (Object.keys(next) as (keyof GridView)[]).every((key) => next[key] === this.#view[key]);
    if (isSame) return;
    this.#view = next;
    for (const listener of this.#listeners) listener();
  }
}
