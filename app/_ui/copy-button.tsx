'use client';
import { useEffect, useState } from 'react';
import { CheckIcon, CopyIcon, ErrorIcon } from './icons.ts';
import { IconButton } from './icon-button.tsx';

const SHOWN_MS = 1600;
const LOOKS = {
  idle: { icon: CopyIcon, words: '' },
  done: { icon: CheckIcon, words: 'Copied' },
  failed: { icon: ErrorIcon, words: 'The browser did not allow copying' },
};

/** Puts `text` on the clipboard and says so. `label` names what is copied: "Copy batch id". */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<keyof typeof LOOKS>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('done'),
      () => setState('failed'),
    );
  return (
    <>
      <IconButton icon={LOOKS[state].icon} label={label} size="sm" onClick={() => void copy()} />
      <output className="sr-only">{LOOKS[state].words}</output>
    </>
  );
}
