import { lazy, Suspense } from 'react';
import { isRescueWorthwhile, storageTrouble } from '#lib/core/storage-words';
import type { StorageFault } from '#lib/storage/health';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';

// Hardly anybody ever needs it.
const Rescue = lazy(async () => ({ default: (await import('./rescue.tsx')).Rescue }));

/** The storage of this browser does not do its part: why, what it means, and what can still be saved. */
export function StorageNotice({ fault: { kind, details } }: { fault: StorageFault }) {
  return (
    <section aria-label="Storage" className="mx-auto w-full max-w-[96rem] space-y-3 px-4 pt-4 sm:px-6">
      <Callout
        tone={kind === 'waiting' ? 'warn' : 'error'}
        {...storageTrouble(kind, details)}
        actions={
          kind !== 'waiting' && (
            <Button size="sm" variant="primary" onClick={() => location.reload()}>
              Reload the page
            </Button>
          )
        }
      />
      {isRescueWorthwhile(kind) && (
        <Suspense>
          <Rescue jobId={null} />
        </Suspense>
      )}
    </section>
  );
}
