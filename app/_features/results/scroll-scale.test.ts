import { assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  centred,
  ELEMENT_LIMIT_PX,
  elementTopAt,
  moved,
  rowsBySlot,
  rowsToRender,
  rowsTopAt,
  scrollScale,
  settled,
  showing,
} from './scroll-scale.ts';

const ROW = 32;
const VIEW = 600;
const small = scrollScale(1000, ROW, VIEW);
const large = scrollScale(1_000_000, ROW, VIEW);

describe('scroll scale', () => {
  it('leaves short tables alone and caps tall ones', () => {
    expect(small.elementPx).toBe(32_000);
    expect(large.elementPx).toBe(ELEMENT_LIMIT_PX);
    expect(rowsTopAt(small, 1234)).toBe(1234);
    expect(moved(small, { elementTop: 0, rowsTop: 0 }, 30_000)).toEqual({ elementTop: 30_000, rowsTop: 30_000 });
  });

  it('reaches the very first and last row', () => {
    expect(rowsTopAt(large, 0)).toBe(0);
    expect(rowsTopAt(large, ELEMENT_LIMIT_PX - VIEW)).toBe(large.rowsPx - VIEW);
    expect(rowsTopAt(large, ELEMENT_LIMIT_PX * 2)).toBe(large.rowsPx - VIEW);
  });

  it('maps there and back, rising all the way', () => {
    assert(
      property(integer({ min: 1, max: 3_000_000 }), double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
        const scale = scrollScale(rows, ROW, VIEW);
        const top = share * Math.max(0, scale.elementPx - VIEW);
        const there = rowsTopAt(scale, top);
        expect(elementTopAt(scale, there)).toBeCloseTo(top, 3);
        expect(rowsTopAt(scale, top + 1)).toBeGreaterThanOrEqual(there);
      }),
    );
  });

  it('moves rows by as much as a wheel does, and by the scale when the scroll bar is dragged', () => {
    const place = settled(large, { elementTop: 0, rowsTop: 16_000_000 });
    expect(moved(large, place, place.elementTop + 100).rowsTop).toBe(place.rowsTop + 100);
    expect(moved(large, place, place.elementTop + 13_000).rowsTop - place.rowsTop).toBeGreaterThan(40_000);
  });

  it('settles without moving the rows, however far small steps have drifted', () => {
    let place = settled(large, { elementTop: 0, rowsTop: 16_000_000 });
    for (let step = 0; step < 500; step += 1) place = moved(large, place, place.elementTop + 120);
    const still = settled(large, place);
    expect(still.rowsTop).toBe(place.rowsTop);
    expect(still.elementTop).not.toBe(place.elementTop);
    expect(rowsTopAt(large, still.elementTop)).toBeCloseTo(still.rowsTop, 3);
  });

  it('passes every row on the way down by small steps that settle now and then', () => {
    const scale = scrollScale(400_000, ROW, VIEW);
    const last = scale.elementPx - VIEW;
    let place = { elementTop: 0, rowsTop: 0 };
    let widest = 0;
    for (let step = 0; step < 100_000 && place.rowsTop < scale.rowsPx - VIEW; step += 1) {
      const next = moved(scale, place, Math.min(last, place.elementTop + 500));
      widest = Math.max(widest, next.rowsTop - place.rowsTop);
      place = step % 40 === 39 ? settled(scale, next) : next;
    }
    expect(place.rowsTop).toBe(scale.rowsPx - VIEW);
    expect(widest).toBeLessThanOrEqual(VIEW);
  });

  it('brings a row into view with the least movement', () => {
    const place = { elementTop: 3200, rowsTop: 3200 };
    expect(showing(small, place, 105, ROW)).toBe(place);
    expect(showing(small, place, 10, ROW).rowsTop).toBe(320);
    expect(showing(small, place, 200, ROW).rowsTop).toBe(201 * ROW - VIEW);
    expect(centred(small, 500, ROW).rowsTop).toBe(500 * ROW - (VIEW - ROW) / 2);
    expect(centred(large, 999_999, ROW).rowsTop).toBe(large.rowsPx - VIEW);
  });

  it('renders what is in sight and a little more, as many rows everywhere, never past the ends', () => {
    assert(
      property(integer({ min: 1, max: 2_000_000 }), double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
        const scale = scrollScale(rows, ROW, VIEW);
        const rowsTop = share * Math.max(0, scale.rowsPx - VIEW);
        const { first, last } = rowsToRender(scale, rowsTop, ROW, 4, 3);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first * ROW).toBeLessThanOrEqual(rowsTop);
        expect(last).toBeLessThan(rows);
        expect(first).toBeLessThanOrEqual(Math.max(0, Math.floor(rowsTop / ROW) - 4));
        expect((last + 1) * ROW).toBeGreaterThanOrEqual(Math.min(scale.rowsPx, rowsTop + VIEW + 4 * ROW));
        expect(last - first + 1).toBe(Math.min(rows, Math.ceil(VIEW / ROW) + 11));
      }),
    );
    expect(rowsToRender(scrollScale(0, ROW, VIEW), 0, ROW, 4, 3)).toEqual({ first: 0, last: -1 });
    expect(rowsToRender(large, 9600, ROW, 4, 3)).toEqual(rowsToRender(large, 9690, ROW, 4, 3));
  });

  it('keeps each row in its element for as long as it is rendered, and in order where it rests', () => {
    const range = { min: 0, max: 5000 };
    assert(
      property(integer(range), integer(range), integer({ min: 1, max: 60 }), (before, now, count) => {
        const at = (first: number, lead: number) => rowsBySlot({ first, last: first + count - 1 }, lead);
        const elements = new Map(at(before, before).map(({ slot, index }) => [index, slot]));
        const moved = at(now, before);
        expect(moved.map(({ slot }) => slot)).toEqual(at(before, before).map(({ slot }) => slot));
        expect(moved.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, place) => now + place));
        for (const { slot, index } of moved) expect(elements.get(index) ?? slot).toBe(slot);
        expect(at(now, now).map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, place) => now + place));
      }),
    );
    expect(rowsBySlot({ first: 0, last: -1 }, 0)).toEqual([]);
  });
});
