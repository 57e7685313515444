import type { ReactNode } from 'react';
import { ForwardIcon } from './icons.ts';

/** Something folded away under a line of words; open from the start where `open` says so. */
export function Disclosure({ summary, open, children }: { summary: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details open={open} className="group">
      <summary className="inline-flex list-none items-center gap-1 rounded-sm text-sm font-medium text-muted hover:text-text [&::-webkit-details-marker]:hidden">
        <ForwardIcon size={15} className="shrink-0 transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      <div className="pt-2 pl-5">{children}</div>
    </details>
  );
}
