import { useId, type ReactNode } from 'react';

export interface SectionProps {
  title: string;
  /** Its place among the steps of a page. */
  number?: number;
  /** One quiet line under the title. */
  summary?: ReactNode;
  /** At the right of the title. */
  aside?: ReactNode;
  id?: string;
  children: ReactNode;
}

/** A titled box of a page; numbered where the page is done step by step. */
export function Section({ title, number, summary, aside, id, children }: SectionProps) {
  const headingId = useId();
  return (
    <section id={id} aria-labelledby={headingId} className="scroll-mt-16 rounded-lg border bg-surface">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b px-4 py-2.5 sm:px-5">
        <div className="flex min-w-0 items-center gap-2.5">
          {number !== undefined && (
            <span
              aria-hidden="true"
              className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent"
            >
              {number}
            </span>
          )}
          <h2 id={headingId} className="text-lg font-semibold">
            {title}
          </h2>
          {summary && <span className="min-w-0 text-sm text-muted">{summary}</span>}
        </div>
        {aside}
      </header>
      <div className="space-y-4 px-4 py-4 sm:px-5">{children}</div>
    </section>
  );
}
