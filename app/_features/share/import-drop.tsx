'use client';
import { useState, type DragEvent, type ReactNode } from 'react';
import { classes } from '../../_ui/classes.ts';

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

/** Takes a zip dropped anywhere on what it holds. */
export function ImportDrop({ onFile, children }: { onFile: (file: File) => void; children: ReactNode }) {
  const [isOver, setIsOver] = useState(false);
  const over = (event: DragEvent, is: boolean) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setIsOver(is);
  };
  const drop = (event: DragEvent) => {
    over(event, false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    <div
      onDragOver={(event) => over(event, true)}
      onDragLeave={(event) => over(event, false)}
      onDrop={drop}
      className={classes('rounded-lg', isOver && 'outline-2 outline-offset-4 outline-accent outline-dashed')}
    >
      {children}
    </div>
  );
}
