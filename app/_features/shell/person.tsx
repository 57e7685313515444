'use client';
import type { SessionInfo } from '#lib/core/session';
import { signOut } from '#lib/jobs/session';
import { Badge } from '../../_ui/badge.tsx';
import { Button } from '../../_ui/button.tsx';
import { DownIcon, PersonIcon, SignOutIcon } from '../../_ui/icons.ts';
import { Menu } from '../../_ui/menu.tsx';

async function leave(): Promise<void> {
  if (await signOut()) location.assign('/sign-in');
}

/** Who is signed in, and the way out. Nothing where nobody signs in. */
export function Person({ session: { name, mayWrite } }: { session: SessionInfo }) {
  if (name === null) return null;
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      {!mayWrite && <Badge tone="warn">View only</Badge>}
      <Menu
        label={name}
        trigger={
          <Button variant="quiet" icon={PersonIcon} iconAfter={DownIcon} className="min-w-0" title={`Signed in as ${name}`}>
            <span className="max-w-32 truncate max-sm:sr-only" dir="auto">
              {name}
            </span>
          </Button>
        }
        items={[
          {
            label: 'Sign out',
            icon: SignOutIcon,
            hint: 'Jobs stay in this browser; batches at the provider go on.',
            onSelect: () => void leave(),
          },
        ]}
      />
    </div>
  );
}
