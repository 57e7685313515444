'use client';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { UploadIcon } from './icons.ts';

export interface DropZoneProps {
  /** Words of the button: "Choose a table file". */
  label: string;
  /** After the button: "or drop it here". */
  hint?: ReactNode;
  /** As in `<input accept>`. */
  accept?: string;
  /** The first of the files chosen or dropped. */
  onFile: (file: File) => void;
  busy?: boolean;
  /** A single line, for when a file is there already. */
  compact?: boolean;
  children?: ReactNode;
}

/** A button that asks for a file, in a box that also takes one dropped. The same file may be chosen again. */
export function DropZone({ label, hint, accept, onFile, busy = false, compact = false, children }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !busy) onFile(file);
    if (input.current) input.current.value = '';
  };
  const over = (event: DragEvent, is: boolean) => {
    event.preventDefault();
    setIsOver(is);
  };
  const drop = (event: DragEvent) => {
    over(event, false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      onDragOver={(event) => over(event, true)}
      onDragLeave={(event) => over(event, false)}
      onDrop={drop}
      className={classes(
        'flex flex-wrap items-center gap-3 rounded-lg border border-dashed border-strong',
        compact ? 'px-3 py-2' : 'flex-col justify-center px-4 py-8 text-center',
        isOver && 'border-accent bg-accent-soft',
      )}
    >
      <input ref={input} type="file" accept={accept} hidden tabIndex={-1} onChange={(event) => take(event.target.files)} />
      <Button variant={compact ? 'secondary' : 'primary'} icon={UploadIcon} busy={busy} onClick={() => input.current?.click()}>
        {label}
      </Button>
      {hint !== undefined && <div className="text-sm text-muted">{hint}</div>}
      {children}
    </div>
  );
}
