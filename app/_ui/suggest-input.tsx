'use client';
import { useId, type ComponentProps } from 'react';
import { Field, type FieldProps } from './field.tsx';

export interface SuggestInputProps extends FieldProps, Pick<ComponentProps<'input'>, 'placeholder' | 'spellCheck'> {
  value: string;
  onChange: (value: string) => void;
  suggestions: readonly string[];
}

/** One line of text with suggestions; any other text may be given too. */
export function SuggestInput(props: SuggestInputProps) {
  const { label, hideLabel, hint, error, className, value, onChange, suggestions, ...rest } = props;
  const listId = useId();
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={error} className={className}>
      {(ids) => (
        <>
          <input
            autoComplete="off"
            {...rest}
            {...ids}
            type="text"
            list={suggestions.length > 0 ? listId : undefined}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className="control"
          />
          {suggestions.length > 0 && (
            <datalist id={listId}>
              {suggestions.map((suggestion) => (
                <option key={suggestion} value={suggestion}>
                  {suggestion}
                </option>
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}
