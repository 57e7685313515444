'use client';
import { useId } from 'react';
import type { FieldProps } from './field.tsx';
import { classes } from './classes.ts';

export interface SegmentedProps<Value extends string> extends Omit<FieldProps, 'error'> {
  value: Value;
  onChange: (value: Value) => void;
  options: { value: Value; label: string }[];
}

/** A radio group that shows all its choices side by side. */
export function Segmented<Value extends string>({ label, hideLabel, hint, className, value, onChange, options }: SegmentedProps<Value>) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div role="radiogroup" aria-labelledby={id} aria-describedby={hintId} className={classes('flex min-w-0 flex-col gap-1', className)}>
      <span id={id} className={hideLabel ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </span>
      <div className="flex w-fit max-w-full flex-wrap gap-0.5 rounded-md border border-strong bg-sunken p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            // Where the choices take several lines, each line is filled.
            className="relative grow rounded-sm px-2.5 py-0.5 text-center text-sm font-medium text-muted hover:text-text has-checked:bg-accent-soft has-checked:text-accent has-checked:shadow-raised has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={id}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="absolute inset-0 m-0 opacity-0"
            />
            {option.label}
          </label>
        ))}
      </div>
      {hint !== undefined && (
        <div id={hintId} className="text-sm text-muted">
          {hint}
        </div>
      )}
    </div>
  );
}
