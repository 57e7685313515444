'use client';
import { useState } from 'react';
import { pace, type Pace } from '#lib/core/measures';
import { useNow } from './use-now.ts';

/** Pace of something since this component first saw it; what was done before does not count towards the rate. */
export function useRate(done: number, total: number): Pace | null {
  const now = useNow(1000);
  const [from] = useState({ done, at: now });
  return pace(done - from.done, total - from.done, now - from.at);
}
