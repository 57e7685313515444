'use client';
import { useMemo } from 'react';
import { ROW_STATES, type RowState } from '#lib/core/row-state';
import { useQueryValue } from '../job/use-address.ts';

/** States the results are filtered by, in the address: `?states=missing,failed`. None: all. */
export function useChosenStates(): [RowState[], (states: RowState[]) => void] {
  const [named, name] = useQueryValue('states');
  const chosen = useMemo(() => {
    const words = new Set(named?.split(','));
    return ROW_STATES.filter((state) => words.has(state));
  }, [named]);
  return [chosen, (states) => name(states.length === 0 ? null : states.join(','))];
}
