'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { CloseIcon } from './icons.ts';
import { IconButton } from './icon-button.tsx';

const PLACES = {
  center:
    'top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 -translate-y-1/2 rounded-lg border',
  wide: 'top-1/2 left-1/2 max-h-[calc(100dvh-2rem)] w-[min(64rem,calc(100vw-1.5rem))] -translate-x-1/2 -translate-y-1/2 rounded-lg border',
  right: 'inset-y-0 right-0 w-[min(44rem,100vw)] border-l',
};

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Beside the title, before the close button: previous/next and the like. */
  tools?: ReactNode;
  /** Buttons of the footer, the main one last. */
  actions?: ReactNode;
  /** `right` is a side panel of full height. */
  place?: keyof typeof PLACES;
  children?: ReactNode;
}

/** A modal dialog or side panel: traps focus, closes by Escape and by a press outside. */
export function Dialog({ open, onOpenChange, title, description, tools, actions, place = 'center', children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[rgb(10_14_22/0.45)]" />
        <Base.Popup className={classes('fixed z-50 flex flex-col bg-surface text-text shadow-overlay outline-none', PLACES[place])}>
          <header className="flex items-start gap-2 border-b px-5 py-3">
            <Base.Title className="min-w-0 flex-1 pt-1 text-lg font-semibold break-words">{title}</Base.Title>
            {tools}
            <Base.Close render={<IconButton icon={CloseIcon} label="Close" />} />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
            {description !== undefined && <Base.Description className="mb-3 text-muted">{description}</Base.Description>}
            {children}
          </div>
          {actions && <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
