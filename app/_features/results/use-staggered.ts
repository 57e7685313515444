'use client';
import { useEffect, useState } from 'react';

/** Few enough that a frame is not missed. */
const ROWS_PER_FRAME = 6;

/**
 * What each row on screen is laid out by, `place` counted from the topmost: a new value reaches a few rows in each frame after the one that
 * brings it, since laying out all of them at once would make the page stand still. Rows below keep the value before; undefined: there was none.
 */
export function useStaggered<T>(value: T, rows: number): (place: number) => T | undefined {
  const [stage, setStage] = useState<{ value: T; before: T | undefined; done: number }>({ value, before: undefined, done: 0 });
  const now = stage.value === value ? stage : { value, before: stage.value, done: 0 };
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
