'use client';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { useRememberJobs } from '../jobs/use-remember-jobs.ts';

/** Said to who comes back to a browser that no longer has the jobs it had. */
export function ClearedNotice() {
  const missed = useRememberJobs();
  if (!missed) return null;
  return (
    <section aria-label="Cleared storage" className="mx-auto w-full max-w-[96rem] px-4 pt-4 sm:px-6">
      <Callout
        tone="error"
        {...missed.trouble}
        actions={
          <>
            <Button size="sm" href="/at-provider">
              Look at the provider
            </Button>
            <Button size="sm" onClick={missed.setTold}>
              Understood
            </Button>
          </>
        }
      />
    </section>
  );
}
