'use client';
import type { ComponentProps } from 'react';
import { classes } from './classes.ts';
import { Field, type FieldProps } from './field.tsx';

export interface TextInputProps extends FieldProps, Omit<ComponentProps<'input'>, keyof FieldProps | 'value' | 'onChange' | 'type' | 'id'> {
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'search' | 'password' | 'url';
  mono?: boolean;
}

/** One line of text. */
export function TextInput(props: TextInputProps) {
  const { label, hideLabel, hint, error, className, value, onChange, type = 'text', mono = false, ...rest } = props;
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={error} className={className}>
      {(ids) => (
        <input
          autoComplete="off"
          dir="auto"
          {...rest}
          {...ids}
          type={type}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={classes('control', mono && 'font-mono text-sm')}
        />
      )}
    </Field>
  );
}
