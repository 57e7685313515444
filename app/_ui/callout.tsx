import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { Disclosure } from './disclosure.tsx';
import { ErrorIcon, InfoIcon, OkIcon, WarnIcon } from './icons.ts';

const TONES = {
  info: { box: 'border-border bg-surface', mark: 'text-accent', Picture: InfoIcon },
  ok: { box: 'border-transparent bg-ok-soft', mark: 'text-ok', Picture: OkIcon },
  warn: { box: 'border-transparent bg-warn-soft', mark: 'text-warn', Picture: WarnIcon },
  error: { box: 'border-transparent bg-error-soft', mark: 'text-error', Picture: ErrorIcon },
};

export interface CalloutProps {
  tone?: keyof typeof TONES;
  /** What happened. */
  what: ReactNode;
  /** What it means for rows and money. */
  meaning?: ReactNode;
  /** What the person can do. */
  todo?: ReactNode;
  /** Codes and the provider's own words, folded away. */
  details?: string | null;
  actions?: ReactNode;
  className?: string;
  children?: ReactNode;
}

/** Something to know. Takes a `Trouble` as it is: `<Callout tone="error" {...trouble} />`. Errors are announced. */
export function Callout({ tone = 'info', what, meaning, todo, details, actions, className, children }: CalloutProps) {
  const { box, mark, Picture } = TONES[tone];
  return (
    <div role={tone === 'error' ? 'alert' : undefined} className={classes('flex gap-2.5 rounded-md border px-3 py-2.5', box, className)}>
      <Picture size={17} className={classes('mt-0.5 shrink-0', mark)} />
      <div className="min-w-0 flex-1 space-y-1 break-words">
        <div className="font-semibold">{what}</div>
        {meaning && <div>{meaning}</div>}
        {todo && <div>{todo}</div>}
        {children}
        {details && (
          <Disclosure summary="Details">
            <pre dir="auto" className="font-mono text-xs break-words whitespace-pre-wrap">
              {details}
            </pre>
          </Disclosure>
        )}
        {actions && <div className="flex flex-wrap gap-2 pt-1.5">{actions}</div>}
      </div>
    </div>
  );
}
