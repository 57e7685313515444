'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { lazy, Suspense, type ReactNode } from 'react';
import type { SessionInfo } from '#lib/core/session';
import { classes } from '../../_ui/classes.ts';
import { ConnectionIcon, DarkIcon, LightIcon, RemoteIcon, SystemIcon } from '../../_ui/icons.ts';
import { IconButton } from '../../_ui/icon-button.tsx';
import { Logo } from './logo.tsx';
import { useTheme } from './use-theme.ts';

// With its menu a part of its own, which only those who sign in wait for.
const Person = lazy(async () => ({ default: (await import('./person.tsx')).Person }));

const THEME_ICONS = { system: SystemIcon, light: LightIcon, dark: DarkIcon };

function BarLink({ href, current, children }: { href: string; current: boolean; children: ReactNode }) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={classes(
        'flex h-8.5 items-center gap-1.5 rounded-md px-2.5 font-medium transition-colors hover:bg-sunken hover:text-text',
        current ? 'bg-sunken text-text' : 'text-muted',
      )}
    >
      {children}
    </Link>
  );
}

function MainLinks({ path }: { path: string }) {
  return (
    <nav aria-label="Main" className="flex items-center gap-0.5 sm:gap-1">
      <BarLink href="/" current={path === '/' || path.startsWith('/jobs')}>
        Jobs
      </BarLink>
      <BarLink href="/at-provider" current={path === '/at-provider'}>
        <RemoteIcon size={16} className="sm:hidden" />
        <span className="max-sm:sr-only">At the provider</span>
      </BarLink>
      <BarLink href="/help" current={path === '/help'}>
        Help
      </BarLink>
    </nav>
  );
}

const brand = 'mr-1 flex items-center gap-2 rounded-md px-1 text-lg font-semibold tracking-tight sm:mr-3';

/** The bar on every page: where to go, who is signed in, what is connected, light or dark. Signed out, there is nowhere to go. */
export function TopBar({ session, isSignedOut }: { session: SessionInfo | null; isSignedOut: boolean }) {
  const path = usePathname();
  const { theme, next, turn } = useTheme();
  return (
    <header className="sticky top-0 z-30 border-b bg-surface">
      <a
        href="#main"
        className="sr-only rounded-md bg-accent px-3 py-1.5 text-on-accent focus:not-sr-only focus:absolute focus:top-1.5 focus:left-2"
      >
        Skip to the content
      </a>
      <div className="mx-auto flex h-12 max-w-[96rem] items-center gap-1 px-3 sm:gap-2 sm:px-5">
        {isSignedOut ? (
          <span className={brand}>
            <Logo />
            Rowmill
          </span>
        ) : (
          <>
            <Link href="/" className={brand}>
              <Logo />
              Rowmill
            </Link>
            <MainLinks path={path} />
          </>
        )}
        <div className="ml-auto flex min-w-0 items-center gap-0.5 sm:gap-1">
          {session?.name != null && (
            <Suspense>
              <Person session={session} />
            </Suspense>
          )}
          {!isSignedOut && (
            <BarLink href="/connections" current={path === '/connections'}>
              <ConnectionIcon size={16} />
              <span className="max-sm:sr-only">Connections</span>
            </BarLink>
          )}
          <IconButton icon={THEME_ICONS[theme]} label={`Theme: ${theme}`} title={`Theme: ${theme}. Press for ${next}.`} onClick={turn} />
        </div>
      </div>
      {session?.mayWrite === false && (
        <p className="border-t bg-warn-soft px-3 py-0.5 text-center text-xs font-medium text-warn sm:hidden">View only</p>
      )}
    </header>
  );
}
