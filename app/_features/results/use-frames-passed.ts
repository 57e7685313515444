'use client';
import { useEffect, useState } from 'react';

/** How many frames, up to `most`, have been drawn since the component came: what is built over several makes the page stand still in none. */
export function useFramesPassed(most: number): number {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    if (passed >= most) return undefined;
    const frame = requestAnimationFrame(() => setPassed(passed + 1));
    return () => cancelAnimationFrame(frame);
  }, [passed, most]);
  return passed;
}
