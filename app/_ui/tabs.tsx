'use client';
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface TabItem<Value extends string> {
  value: Value;
  label: string;
  /** A figure after the label, already formatted. */
  count?: string;
  panel: ReactNode;
}

export interface TabsProps<Value extends string> {
  /** Accessible name of the list of tabs. */
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  items: TabItem<Value>[];
}

/** Controlled tabs; only the chosen panel is mounted. */
export function Tabs<Value extends string>({ label, value, onChange, items }: TabsProps<Value>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as Value)}>
      <Base.List aria-label={label} className="flex gap-1 overflow-x-auto overflow-y-hidden border-b">
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="-mb-px flex shrink-0 items-center gap-1.5 border-b-2 border-transparent px-3 py-2 font-medium text-muted -outline-offset-2 hover:text-text aria-selected:border-accent aria-selected:text-text"
          >
            {item.label}
            {item.count !== undefined && <span className="text-xs text-muted">{item.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {items.map((item) => (
        <Base.Panel key={item.value} value={item.value} className="pt-4">
          {item.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
