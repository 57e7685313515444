import { useEffect, useMemo, useState } from 'react';
import type { CheckResult } from '#lib/core/check';
import { roomFit, roomNeed, type RoomFit, type RoomNeed } from '#lib/core/room';
import type { RecipeEstimate } from '#lib/jobs/estimate';
import { space } from '#lib/storage/space';

export interface Room {
  need: RoomNeed;
  freeBytes: number;
  fit: RoomFit;
}

/** Room a checked recipe needs and the browser has; null until both are known. Measured again when the person comes back to the page. */
export function useRoom(check: CheckResult | null, estimate: RecipeEstimate | null): Room | null {
  const [freeBytes, setFreeBytes] = useState<number | null>(null);
  useEffect(() => {
    if (!check) return;
    const measure = () => void space().then((room) => setFreeBytes(room.freeBytes));
    measure();
    window.addEventListener('focus', measure);
    return () => window.removeEventListener('focus', measure);
  }, [check]);
  const outputTokens = estimate?.chosen.outputTokens ?? null;
  return useMemo(() => {
    if (!check || freeBytes === null) return null;
    const need = roomNeed(check, outputTokens);
    return { need, freeBytes, fit: roomFit(need, freeBytes) };
  }, [check, outputTokens, freeBytes]);
}
