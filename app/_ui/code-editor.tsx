'use client';
import { useRef } from 'react';
import { classes } from './classes.ts';
import { Field, type FieldProps } from './field.tsx';

export interface CodeEditorProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Lines (from 1) marked as faulty. */
  marked?: readonly number[];
  rows?: number;
  placeholder?: string;
}

/** Puts the caret at the start of a line (from 1) of a text area and scrolls it into view. */
export function goToLine(area: HTMLTextAreaElement, line: number): void {
  const before = area.value.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0);
  const end = area.value.indexOf('\n', start);
  area.focus();
  area.setSelectionRange(start, end < 0 ? area.value.length : end);
  area.scrollTop = Math.max(0, (area.scrollHeight / area.value.split('\n').length) * (line - 4));
}

/** Text with line numbers that scroll along. Long lines scroll sideways; Tab leaves the field, as everywhere. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, hideLabel, hint, error, className, value, onChange, marked = [], rows = 14, placeholder } = props;
  const gutter = useRef<HTMLDivElement>(null);
  const lines = value.split('\n').length;
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={error} className={className}>
      {(ids) => (
        <div
          className={classes(
            'flex overflow-hidden rounded-md border bg-surface focus-within:outline-2 focus-within:outline-accent',
            error ? 'border-danger' : 'border-strong',
          )}
        >
          <div aria-hidden="true" className="relative w-11 shrink-0 border-r bg-sunken select-none">
            {/* Out of the flow, so that the text area alone says how tall the editor is. */}
            <div ref={gutter} className="absolute inset-0 overflow-hidden py-1.5 text-right font-mono text-xs text-muted">
              {Array.from({ length: lines }, (_, index) => (
                <div key={index} className={classes('px-2', marked.includes(index + 1) && 'bg-error-soft font-semibold text-error')}>
                  {index + 1}
                </div>
              ))}
              <div className="h-8" />
            </div>
          </div>
          <textarea
            {...ids}
            rows={rows}
            wrap="off"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            placeholder={placeholder}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onScroll={(event) => {
              if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
            }}
            className="min-w-0 flex-1 resize-y bg-surface px-2.5 py-1.5 font-mono text-xs whitespace-pre text-text outline-none placeholder:whitespace-pre-wrap placeholder:text-muted"
          />
        </div>
      )}
    </Field>
  );
}
