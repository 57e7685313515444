'use client';
import { useEffect, useState } from 'react';

/** Few enough that a frame is not missed. */
const ROWS_PER_FRAME = 8;

/**
 * What each row on screen is laid out by, `place` counted from the topmost: a new value reaches a few rows in each frame, since laying out
 * all of them anew in one would make the page stand still. Rows below keep the value before; undefined: there was none.
 */
export function useStaggered<T>(value: T, rows: number): (place: number) => T | undefined {
  const [stage, setStage] = useState<{ value: T; before: T | undefined; done: number }>({ value, before: undefined, done: ROWS_PER_FRAME });
  const now = stage.value === value ? stage : { value, before: stage.value, done: ROWS_PER_FRAME };
  if (now !== stage) setStage(now);
  const { done } = now;
  const isOver = done >= rows;
  useEffect(() => {
    if (isOver) return undefined;
    const frame = requestAnimationFrame(() => setStage((one) => ({ ...one, done: done + ROWS_PER_FRAME })));
    return () => cancelAnimationFrame(frame);
  }, [done, isOver]);
  return (place) => (place < done ? now.value : now.before);
}
