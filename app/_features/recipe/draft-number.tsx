'use client';
import type { ReactNode } from 'react';
import { editNumber, numberProblem, numberText } from '#lib/core/new-job';
import { NUMBER_LABELS, type NumberField } from '#lib/core/new-job-numbers';
import { NumberInput } from '../../_ui/number-input.tsx';
import type { DraftProps } from './draft-props.ts';

interface DraftNumberProps extends Pick<DraftProps, 'draft' | 'edit'> {
  field: NumberField;
  hint?: ReactNode;
  min?: number;
  max?: number;
  fractions?: boolean;
  optional?: boolean;
  unit?: string;
  placeholder?: string;
  className?: string;
}

/** A number of the recipe. What is typed is kept in the draft even where it is no number that fits. */
export function DraftNumber({ draft, edit, field, className, ...rest }: DraftNumberProps) {
  const text = numberText(draft, field);
  if (text === undefined) return null;
  return (
    <div data-field={field} className={className}>
      <NumberInput
        {...rest}
        label={NUMBER_LABELS[field]}
        value={text === '' ? null : Number(text)}
        error={numberProblem(draft, field)}
        onChange={(value) => edit((draft) => editNumber(draft, field, value === null ? '' : String(value)))}
      />
    </div>
  );
}
