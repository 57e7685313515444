'use client';
import { startTransition, useEffect, useState } from 'react';

/**
 * How many frames, up to `most`, have been drawn since the component came: what is built over several makes the page stand still in none.
 * What a frame adds is built beside whatever a person does meanwhile, a little at a time.
 */
export function useFramesPassed(most: number): number {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    if (passed >= most) return undefined;
    const frame = requestAnimationFrame(() => startTransition(() => setPassed(passed + 1)));
    return () => cancelAnimationFrame(frame);
  }, [passed, most]);
  return passed;
}
