'use client';
import { useEffect, useState } from 'react';

/** The time, again every `everyMs`. Call it in small components only: each tick renders them. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
