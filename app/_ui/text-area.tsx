'use client';
import type { ComponentProps } from 'react';
import { classes } from './classes.ts';
import { Field, type FieldProps } from './field.tsx';

export interface TextAreaProps extends FieldProps, Omit<ComponentProps<'textarea'>, keyof FieldProps | 'value' | 'onChange' | 'id'> {
  value: string;
  onChange: (value: string) => void;
  mono?: boolean;
}

/** Several lines of text; the person may drag it taller. */
export function TextArea(props: TextAreaProps) {
  const { label, hideLabel, hint, error, className, value, onChange, mono = false, rows = 6, ...rest } = props;
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={error} className={className}>
      {(ids) => (
        <textarea
          autoComplete="off"
          spellCheck={!mono}
          dir="auto"
          {...rest}
          {...ids}
          rows={rows}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={classes('control resize-y', mono && 'font-mono text-sm')}
        />
      )}
    </Field>
  );
}
