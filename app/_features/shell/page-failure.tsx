'use client';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { useStorageFault } from './use-storage-fault.ts';

/** A page that cannot be shown. Where the storage is the reason, that stands above it already. */
export function PageFailure({ error, onAgain }: { error: Error; onAgain: () => void }) {
  const fault = useStorageFault();
  if (fault) return <h1 className="sr-only">Nothing can be read</h1>;
  return (
    <>
      <h1 className="sr-only">This page cannot be shown</h1>
      <Callout
        tone="error"
        what="This page cannot be shown."
        meaning="Something on it could not be read or drawn. Your jobs and tables are as they were; jobs under way go on."
        todo="Try again, or reload the page. If it stays, the other pages still work, and the details help to find out why."
        details={`${error.name}: ${error.message}`}
        actions={
          <>
            <Button size="sm" variant="primary" onClick={onAgain}>
              Try again
            </Button>
            <Button size="sm" href="/">
              To the jobs
            </Button>
          </>
        }
      />
    </>
  );
}
