'use client';
import { useState, type FormEvent } from 'react';
import { figure } from '#lib/core/measures';
import { Button } from '../../_ui/button.tsx';
import { TextInput } from '../../_ui/text-input.tsx';

interface GoToRowProps {
  rowCount: number;
  /** Row from 0; false where the view does not have it. */
  onGo: (row: number) => boolean;
  onShowAll: () => void;
}

/** Brings a row into sight by its number in the table. */
export function GoToRow({ rowCount, onGo, onShowAll }: GoToRowProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<'none' | 'outside' | 'hidden'>('none');
  const go = (event: FormEvent) => {
    event.preventDefault();
    const row = Number(text.replaceAll(/\s/gu, ''));
    if (!Number.isInteger(row) || row < 1 || row > rowCount) setProblem('outside');
    else setProblem(onGo(row - 1) ? 'none' : 'hidden');
  };
  return (
    <form onSubmit={go} className="flex flex-wrap items-end gap-2">
      <TextInput
        className="w-36"
        label="Go to row"
        inputMode="numeric"
        placeholder={`1 to ${figure(rowCount)}`}
        value={text}
        onChange={(next) => {
          setText(next);
          setProblem('none');
        }}
      />
      <Button type="submit">Go</Button>
      {problem !== 'none' && (
        <span role="alert" className="flex flex-wrap items-center gap-2 pb-1.5 text-sm text-error">
          {problem === 'outside' ? `Rows go from 1 to ${figure(rowCount)}.` : 'That row is not among the rows shown.'}
          {problem === 'hidden' && (
            <button
              type="button"
              className="link"
              onClick={() => {
                setProblem('none');
                onShowAll();
              }}
            >
              Show all rows
            </button>
          )}
        </span>
      )}
    </form>
  );
}
