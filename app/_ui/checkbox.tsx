'use client';
import { useId, type ReactNode } from 'react';
import { classes } from './classes.ts';

export interface CheckboxProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** `switch` acts at once; `checkbox` is part of a form. */
  look?: 'checkbox' | 'switch';
  className?: string;
}

const BOX = 'mt-0.75 size-4 shrink-0 accent-accent';
const SWITCH =
  'relative mt-0.5 h-4.5 w-8 shrink-0 appearance-none rounded-full bg-strong transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-3.5 before:rounded-full before:bg-surface before:transition-transform checked:bg-accent checked:before:translate-x-3.5 disabled:opacity-50';

/** A box to tick, with its words. */
export function Checkbox({ label, hint, checked, onChange, disabled, look = 'checkbox', className }: CheckboxProps) {
  const id = useId();
  const isSwitch = look === 'switch';
  return (
    <div className={classes('flex items-start gap-2', className)}>
      <input
        id={id}
        type="checkbox"
        role={isSwitch ? 'switch' : undefined}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
        className={isSwitch ? SWITCH : BOX}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="cursor-pointer">
          {label}
        </label>
        {hint !== undefined && (
          <div id={`${id}-hint`} className="text-sm text-muted">
            {hint}
          </div>
        )}
      </div>
    </div>
  );
}
