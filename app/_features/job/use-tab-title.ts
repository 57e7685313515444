'use client';
import { useEffect } from 'react';

/** Puts words into the browser's tab; gives back what stood there on leaving. */
export function useTabTitle(title: string | null): void {
  useEffect(() => {
    const before = document.title;
    return () => {
      document.title = before;
    };
  }, []);
  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
}
