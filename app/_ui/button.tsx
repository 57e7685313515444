'use client';
import Link from 'next/link';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { classes } from './classes.ts';
import { BusyIcon, type Icon } from './icons.ts';

const VARIANTS = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-hover',
  secondary: 'bg-surface text-text border-strong hover:bg-sunken',
  quiet: 'bg-transparent text-text border-transparent hover:bg-sunken',
  danger: 'bg-danger text-on-danger border-transparent hover:bg-danger-hover',
};
const SIZES = { sm: 'h-7 px-2 text-sm gap-1.5', md: 'h-8.5 px-3 text-base gap-2', lg: 'h-10 px-4 text-lg gap-2' };

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  /** Shown before the words. */
  icon?: Icon;
  iconAfter?: Icon;
  /** Working: keeps its place and focus, takes no clicks, says so to screen readers. */
  busy?: boolean;
  /** Makes it a link with a button's look. */
  href?: string;
  /** For links to files: the name to save under. */
  download?: string;
  children: ReactNode;
}

/** A button, or a link where `href` is given. Say with words beside it why a disabled one cannot be used. */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon: Before,
  iconAfter: After,
  busy = false,
  href,
  download,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const look = classes(
    'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none transition-colors',
    'disabled:opacity-55 aria-disabled:opacity-55',
    VARIANTS[variant],
    SIZES[size],
    className,
  );
  const Lead = busy ? BusyIcon : Before;
  const content = (
    <>
      {Lead && <Lead size={16} className={busy ? 'animate-spin' : undefined} />}
      {children}
      {After && <After size={16} />}
    </>
  );
  if (href !== undefined) {
    if (download !== undefined) {
      return (
        <a href={href} download={download} className={look}>
          {content}
        </a>
      );
    }
    return (
      <Link href={href} className={look}>
        {content}
      </Link>
    );
  }
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button type="button" {...rest} onClick={click} aria-busy={busy || undefined} aria-disabled={busy || undefined} className={look}>
      {content}
    </button>
  );
}
