'use client';
import { useRef } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { UploadIcon } from './icons.ts';

interface FilePickProps extends Pick<ButtonProps, 'size' | 'variant'> {
  label: string;
  /** As in `<input accept>`. */
  accept?: string;
  onFile: (file: File) => void;
}

/** A small button that asks for one file. The same file may be chosen again. */
export function FilePick({ label, accept, onFile, size = 'sm', variant }: FilePickProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) onFile(file);
    if (input.current) input.current.value = '';
  };
  return (
    <>
      <input ref={input} type="file" accept={accept} hidden tabIndex={-1} onChange={(event) => take(event.target.files)} />
      <Button size={size} variant={variant} icon={UploadIcon} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
