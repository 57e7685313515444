import type { ReactNode } from 'react';

export interface PageHeaderProps {
  title: ReactNode;
  /** One line under the title. */
  meta?: ReactNode;
  /** Buttons, the main one first. */
  actions?: ReactNode;
}

/** The page's one first-level heading, with what can be done on the page. */
export function PageHeader({ title, meta, actions }: PageHeaderProps) {
  return (
    <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {/* As tall as a button, so that both stand on one line. */}
        <h1 className="py-0.75 text-xl font-semibold break-words">{title}</h1>
        {meta && <div className="text-muted">{meta}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
