import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import type { Icon } from './icons.ts';

const TONES = {
  neutral: 'bg-sunken text-muted border-border',
  accent: 'bg-accent-soft text-accent border-transparent',
  ok: 'bg-ok-soft text-ok border-transparent',
  warn: 'bg-warn-soft text-warn border-transparent',
  error: 'bg-error-soft text-error border-transparent',
};
export type Tone = keyof typeof TONES;

/** A word or two that mark a thing. */
export function Badge({ tone = 'neutral', icon: Picture, children }: { tone?: Tone; icon?: Icon; children: ReactNode }) {
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 rounded-sm border px-1.5 text-xs leading-4.5 font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {Picture && <Picture size={12} />}
      {children}
    </span>
  );
}
