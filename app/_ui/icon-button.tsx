'use client';
import type { ComponentProps } from 'react';
import { classes } from './classes.ts';
import type { Icon } from './icons.ts';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  icon: Icon;
  /** Its accessible name; also its title. */
  label: string;
  size?: 'sm' | 'md';
}

/** A quiet button of one picture. */
export function IconButton({ icon: Picture, label, size = 'md', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-sunken hover:text-text disabled:opacity-50',
        size === 'sm' ? 'size-7' : 'size-8.5',
        className,
      )}
    >
      <Picture size={size === 'sm' ? 15 : 17} />
    </button>
  );
}
