'use client';
import { useId, type ReactNode } from 'react';
import { classes } from './classes.ts';
import { ErrorIcon } from './icons.ts';

/** What every labelled control takes. */
export interface FieldProps {
  label: string;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  hint?: ReactNode;
  error?: string | null;
  className?: string;
}

export interface ControlIds {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** Label, control, hint and error, wired by ids. `children` puts the ids on the control. */
export function Field({ label, hideLabel, hint, error, className, children }: FieldProps & { children: (ids: ControlIds) => ReactNode }) {
  const id = useId();
  const describedBy = classes(error && `${id}-error`, hint !== undefined && `${id}-hint`) || undefined;
  return (
    <div className={classes('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined })}
      {error && <FieldError id={`${id}-error`} error={error} />}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </div>
      )}
    </div>
  );
}

function FieldError({ id, error }: { id: string; error: string }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm text-error">
      <ErrorIcon size={15} className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">{error}</span>
    </p>
  );
}
