'use client';
import { Callout } from '../../_ui/callout.tsx';
import { StorageNotice } from './storage-notice.tsx';
import { useEngine } from './use-engine.ts';
import { useStorageFault } from './use-storage-fault.ts';

/** Keeps the job engine of this tab going; shows itself only when it cannot, or when there is no storage to work on. */
export function EngineHost() {
  const fault = useStorageFault();
  const trouble = useEngine();
  if (fault) return <StorageNotice fault={fault} />;
  if (!trouble) return null;
  return (
    <div className="mx-auto w-full max-w-[96rem] px-4 pt-4 sm:px-6">
      <Callout tone="error" {...trouble} />
    </div>
  );
}
