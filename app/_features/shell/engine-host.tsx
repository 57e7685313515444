'use client';
import { Callout } from '../../_ui/callout.tsx';
import { useEngine } from './use-engine.ts';

/** Keeps the job engine of this tab going; shows itself only when it cannot. */
export function EngineHost() {
  const trouble = useEngine();
  if (!trouble) return null;
  return (
    <div className="mx-auto w-full max-w-[96rem] px-4 pt-4 sm:px-6">
      <Callout tone="error" {...trouble} />
    </div>
  );
}
