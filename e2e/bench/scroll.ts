import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { seededRandom } from './random.ts';

const SCROLL_MS = 3000;
const WHEEL_PX = 120;
const WHEEL_EVERY_MS = 16;
const JUMPS = 30;
/** A person looks at what came before jumping on. */
const LOOK_MS = 300;
/** A jump not filled by then is a fault and no figure. */
const JUMP_MOST_MS = 60_000;
const SMOOTH_MS = 20;

/** How evenly frames came while something moved. */
export interface Frames {
  name: string;
  frames: number;
  p50: number;
  p95: number;
  p99: number;
  /** Share of frames within 20 ms, from 0 to 1. */
  smooth: number;
}

/** Milliseconds from a jump to its rows being on screen with their texts. */
export interface Jumps {
  p50: number;
  p95: number;
  longest: number;
}

export interface ScrollFigures {
  frames: Frames[];
  jumps: Jumps;
}

/** The value below which so great a share of them lies. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function framesOf(name: string, times: number[]): Frames {
  const gaps = times.slice(1).map((time, at) => time - times[at]!);
  return {
    name,
    frames: gaps.length,
    p50: percentile(gaps, 0.5),
    p95: percentile(gaps, 0.95),
    p99: percentile(gaps, 0.99),
    smooth: gaps.filter((gap) => gap <= SMOOTH_MS).length / Math.max(1, gaps.length),
  };
}

/** An empty page that repaints a small element every frame: what this renderer can do at all. */
async function floor(page: Page): Promise<number[]> {
  await page.bringToFront();
  return page.evaluate(async (ms) => {
    const box = document.querySelector<HTMLElement>('#box')!;
    box.style.cssText = 'height:20px;background:teal';
    const times: number[] = [];
    for (const until = performance.now() + ms; performance.now() < until;) {
      times.push(await new Promise(requestAnimationFrame));
      box.style.width = `${20 + (times.length % 100)}px`;
    }
    return times;
  }, SCROLL_MS);
}

async function wheel(page: Page): Promise<number[]> {
  const grid = page.getByRole('grid');
  await grid.evaluate((element) => element.scrollTo(0, 0));
  await grid.hover();
  const times = page.evaluate(async (ms) => {
    const times: number[] = [];
    for (const until = performance.now() + ms; performance.now() < until;) times.push(await new Promise(requestAnimationFrame));
    return times;
  }, SCROLL_MS);
  for (const until = Date.now() + SCROLL_MS; Date.now() < until; await sleep(WHEEL_EVERY_MS)) await page.mouse.wheel(0, WHEEL_PX);
  return times;
}

/** Moves the grid as its scrollbar being dragged from top to bottom does: far at every frame. */
async function drag(page: Page): Promise<number[]> {
  return page.getByRole('grid').evaluate(async (element, ms) => {
    const times: number[] = [];
    const startedAt = performance.now();
    for (let done = 0; done < 1; done = (performance.now() - startedAt) / ms) {
      times.push(await new Promise(requestAnimationFrame));
      element.scrollTop = done * (element.scrollHeight - element.clientHeight);
    }
    return times;
  }, SCROLL_MS);
}

/** One jump to a share of the way down; resolves with the milliseconds until the row in the middle of the grid is the right one and read. */
function jump(page: Page, share: number): Promise<number> {
  return page.getByRole('grid').evaluate(jumpInPage, [share, JUMP_MOST_MS] as const);
}

async function jumpInPage(grid: Element, [share, mostMs]: readonly [number, number]): Promise<number> {
  const rowCount = Number(grid.ariaRowCount) - 1;
  const wanted = Math.round(share * rowCount);
  const middle = () => {
    const { top, height } = grid.getBoundingClientRect();
    const isThere = ({ top: from, bottom }: DOMRect) => from <= top + height / 2 && bottom > top + height / 2;
    return [...grid.querySelectorAll('tbody tr')].find((row) => isThere(row.getBoundingClientRect()));
  };
  // The header is row 1.
  const placeOf = (row: Element | undefined) => Number(row?.ariaRowIndex ?? Number.NaN) - 2;
  const startedAt = performance.now();
  grid.scrollTop = share * (grid.scrollHeight - grid.clientHeight);
  while (performance.now() - startedAt < mostMs) {
    await new Promise(requestAnimationFrame);
    const row = middle();
    // Near both ends a table taller than an element may be scrolls row by row, and its bar tells less than the share of rows.
    const isRight = Math.abs(placeOf(row) - wanted) < 100 + rowCount * 0.02;
    if (isRight && row!.ariaBusy !== 'true') return performance.now() - startedAt;
  }
  throw new Error(`A jump to place ${wanted} was not filled within ${mostMs} ms; place ${placeOf(middle())} stands there.`);
}

/** Scrolls the result table of the page by wheel, by scrollbar and by jumps, and `empty`, a page with nothing to do, beside it. */
export async function scrollBench(page: Page, empty: Page): Promise<ScrollFigures> {
  const still = await floor(empty);
  await page.bringToFront();
  const frames = [framesOf('empty page', still), framesOf('wheel', await wheel(page)), framesOf('dragged scrollbar', await drag(page))];
  const random = seededRandom(5);
  const filled: number[] = [];
  for (let n = 0; n < JUMPS; n++) {
    filled.push(await jump(page, random()));
    await sleep(LOOK_MS);
  }
  return { frames, jumps: { p50: percentile(filled, 0.5), p95: percentile(filled, 0.95), longest: Math.max(...filled) } };
}
