'use client';
import { Menu as Base } from '@base-ui/react/menu';
import { useState, type ReactElement } from 'react';
import { classes } from './classes.ts';
import { Button } from './button.tsx';
import { DownIcon, type Icon } from './icons.ts';

export interface MenuItem {
  label: string;
  icon?: Icon;
  /** A second, quieter line. */
  hint?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}

export interface MenuProps {
  /** Words of the button that opens it. */
  label: string;
  items: MenuItem[];
  /** Another button in place of the usual one. */
  trigger?: ReactElement<Record<string, unknown>>;
}

/** A button that opens a short list of actions. The list is made when somebody comes near the button: making and opening it at once takes too long for a frame. */
export function Menu({ label, items, trigger }: MenuProps) {
  const [isNear, setIsNear] = useState(false);
  const come = () => setIsNear(true);
  return (
    <Base.Root>
      <Base.Trigger onPointerEnter={come} onFocus={come} render={trigger ?? <Button iconAfter={DownIcon}>{label}</Button>} />
      <Base.Portal keepMounted={isNear}>
        <Base.Positioner sideOffset={4} align="end" className="z-40 outline-none">
          <Base.Popup className="min-w-48 rounded-md border bg-surface py-1 text-text shadow-overlay outline-none">
            {items.map((item) => (
              <Base.Item
                key={item.label}
                disabled={item.disabled}
                onClick={item.onSelect}
                className={classes(
                  'flex cursor-pointer items-center gap-2 px-3 py-1.5 outline-none data-disabled:cursor-not-allowed data-disabled:opacity-50 data-highlighted:bg-sunken',
                  item.danger && 'text-error',
                )}
              >
                {item.icon && <item.icon size={16} className="shrink-0" />}
                <span>
                  {item.label}
                  {item.hint && <span className="block text-xs text-muted">{item.hint}</span>}
                </span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
