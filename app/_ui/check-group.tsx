'use client';
import { useId, useState, type ReactNode } from 'react';
import { Checkbox } from './checkbox.tsx';
import type { FieldProps } from './field.tsx';
import { ErrorIcon } from './icons.ts';
import { TextInput } from './text-input.tsx';
import { classes } from './classes.ts';

/** From this many options on, a field to filter them is offered. */
const FILTER_FROM = 13;

export interface CheckGroupProps extends Omit<FieldProps, 'hideLabel'> {
  /** What is ticked, in the order of `options`. */
  values: readonly string[];
  onChange: (values: string[]) => void;
  options: readonly string[];
}

/** Several of many: a group of boxes to tick. */
export function CheckGroup({ label, hint, error, className, values, onChange, options }: CheckGroupProps) {
  const id = useId();
  const [filter, setFilter] = useState('');
  const needle = filter.trim().toLowerCase();
  const shown = options.filter((option) => values.includes(option) || option.toLowerCase().includes(needle));
  const toggle = (option: string, isOn: boolean) => onChange(options.filter((one) => (one === option ? isOn : values.includes(one))));
  const describedBy = classes(error && `${id}-error`, hint !== undefined && `${id}-hint`) || undefined;
  return (
    <fieldset aria-describedby={describedBy} className={classes('m-0 min-w-0 border-0 p-0', className)}>
      <legend className="mb-1 p-0 text-sm font-medium">{label}</legend>
      {options.length >= FILTER_FROM && (
        <TextInput
          label={`Filter ${label.toLowerCase()}`}
          hideLabel
          type="search"
          placeholder={`Filter ${options.length} columns`}
          value={filter}
          onChange={setFilter}
          className="mb-1.5"
        />
      )}
      <div
        className={classes(
          'max-h-48 space-y-1 overflow-y-auto rounded-md border bg-surface px-2.5 py-2',
          error ? 'border-danger' : 'border-strong',
        )}
      >
        {shown.map((option) => (
          <Checkbox
            key={option}
            label={<Name>{option}</Name>}
            checked={values.includes(option)}
            onChange={(isOn) => toggle(option, isOn)}
          />
        ))}
        {shown.length === 0 && <p className="text-sm text-muted">None has “{filter.trim()}” in its name.</p>}
      </div>
      {error && (
        <p id={`${id}-error`} className="mt-1 flex items-start gap-1.5 text-sm text-error">
          <ErrorIcon size={15} className="mt-0.5 shrink-0" />
          <span className="min-w-0 break-words">{error}</span>
        </p>
      )}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="mt-1 text-sm text-muted">
          {hint}
        </div>
      )}
    </fieldset>
  );
}

function Name({ children }: { children: ReactNode }) {
  return (
    <span dir="auto" className="break-words">
      {children}
    </span>
  );
}
