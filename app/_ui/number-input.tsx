'use client';
import { useState } from 'react';
import { Field, type FieldProps } from './field.tsx';
import { numberProblem, type NumberRange } from './number-range.ts';

export interface NumberInputProps extends FieldProps, NumberRange {
  value: number | null;
  /** Gets what was typed even where it does not fit (null for nothing): the caller must not act on a number that breaks its own rules. */
  onChange: (value: number | null) => void;
  step?: number;
  /** Shown after the field: "rows", "s", "h". */
  unit?: string;
  placeholder?: string;
  disabled?: boolean;
}

/** A number with its unit. Says itself when the number is out of range. */
export function NumberInput(props: NumberInputProps) {
  const { label, hideLabel, hint, error, className, value, onChange, min, max, step, fractions, optional, unit, placeholder, disabled } =
    props;
  // What stands in the field while it cannot be told from the number alone: "1.", "-", "1e".
  const [typed, setTyped] = useState<string | null>(null);
  const problem = error ?? numberProblem(value, { min, max, fractions, optional });
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={problem} className={className}>
      {(ids) => (
        <span className="flex items-center gap-2">
          <input
            {...ids}
            type="number"
            inputMode={fractions ? 'decimal' : 'numeric'}
            min={min}
            max={max}
            step={step ?? (fractions ? 'any' : 1)}
            placeholder={placeholder}
            disabled={disabled}
            value={typed ?? value ?? ''}
            onChange={(event) => {
              const text = event.target.value;
              setTyped(text);
              onChange(text === '' ? null : Number(text));
            }}
            onBlur={() => setTyped(null)}
            className="control max-w-36"
          />
          {unit && <span className="text-sm text-muted">{unit}</span>}
        </span>
      )}
    </Field>
  );
}
