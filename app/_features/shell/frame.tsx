'use client';
import { usePathname } from 'next/navigation';
import { Button } from '../../_ui/button.tsx';
import { Callout } from '../../_ui/callout.tsx';
import { signInAddress } from './after-sign-in.ts';
import { ClearedNotice } from './cleared-notice.tsx';
import { EngineHost } from './engine-host.tsx';
import { TopBar } from './top-bar.tsx';
import { useStanding } from './use-standing.ts';

function SignedOut() {
  return (
    <section aria-label="Sign-in" className="mx-auto w-full max-w-[96rem] px-4 pt-4 sm:px-6">
      <Callout
        tone="warn"
        what="Your sign-in has ended."
        meaning="Jobs here wait: nothing is sent or collected. Batches at the provider go on, and nothing is lost."
        todo="Sign in again; you come back to this page."
        actions={
          <Button size="sm" variant="primary" onClick={() => location.assign(signInAddress(location))}>
            Sign in again
          </Button>
        }
      />
    </section>
  );
}

function SignedInFrame() {
  const standing = useStanding();
  return (
    <>
      <TopBar session={standing.phase === 'here' ? standing.session : null} isSignedOut={false} />
      {standing.phase === 'signed-out' && <SignedOut />}
      <EngineHost />
      <ClearedNotice />
    </>
  );
}

/** What stands around every page. On the sign-in page there is nobody yet: no jobs are looked after, and nobody is asked for. */
export function Frame() {
  return usePathname() === '/sign-in' ? <TopBar session={null} isSignedOut /> : <SignedInFrame />;
}
