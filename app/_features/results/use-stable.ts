'use client';
import { useState } from 'react';

/** The same list as before for as long as it holds the same words: live queries bring a new one at every change. */
export function useStable(list: string[]): string[] {
  const [kept, keep] = useState(list);
  if (kept.length === list.length && kept.every((word, at) => word === list[at])) return kept;
  keep(list);
  return list;
}
