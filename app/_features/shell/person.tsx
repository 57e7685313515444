'use client';
import type { SessionInfo } from '#lib/core/session';
import { Badge } from '../../_ui/badge.tsx';
import { Button } from '../../_ui/button.tsx';
import { PersonIcon, SignOutIcon } from '../../_ui/icons.ts';
import { Menu } from '../../_ui/menu.tsx';

async function leave(): Promise<void> {
  const { signOut } = await import('#lib/jobs/session');
  if (await signOut()) location.assign('/sign-in');
}

/** Who is signed in, and the way out. Nothing where nobody signs in. */
export function Person({ session: { name, mayWrite } }: { session: SessionInfo }) {
  if (name === null) return null;
  return (
    <div className="flex min-w-0 items-center gap-1.5">
      {!mayWrite && (
        <span className="max-sm:hidden">
          <Badge tone="warn">View only</Badge>
        </span>
      )}
      <Menu
        label={name}
        trigger={
          <Button variant="quiet" icon={PersonIcon} className="max-sm:gap-0 max-sm:px-2" title={`Signed in as ${name}`}>
            <span className="max-w-32 truncate max-sm:sr-only" dir="auto">
              {name}
            </span>
          </Button>
        }
        items={[
          {
            label: 'Sign out',
            icon: SignOutIcon,
            hint: 'Jobs stay in this browser.',
            onSelect: () => void leave(),
          },
        ]}
      />
    </div>
  );
}
