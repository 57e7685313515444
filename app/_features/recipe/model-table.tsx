'use client';
import { useState } from 'react';
import { plural } from '#lib/core/measures';
import type { DescribedModel } from '#lib/core/models/describe-models';
import { Badge } from '../../_ui/badge.tsx';
import { Disclosure } from '../../_ui/disclosure.tsx';
import { Switch } from '../../_ui/switch.tsx';
import type { ModelList } from './model-list.ts';

interface ModelTableProps {
  list: ModelList;
  /** Who lists them, as people know it. */
  provider: string;
  chosen: string;
  onChoose: (model: string) => void;
}

const ROW = 'flex w-full flex-wrap items-baseline gap-x-3 gap-y-0.5 px-3 py-1.5 text-left hover:bg-sunken aria-pressed:bg-accent-soft';

/** Every model the provider lists, each with what it costs and takes. Those that cannot be asked here only on request. */
export function ModelTable({ list, provider, chosen, onChoose }: ModelTableProps) {
  const [isAll, setIsAll] = useState(false);
  const { usable, others } = list;
  return (
    <Disclosure summary={`All ${plural(usable.length, 'model')} of ${provider}`}>
      <div className="space-y-2">
        {others.length > 0 && (
          <Switch
            label={`Show ${plural(others.length, 'model')} for other things too`}
            hint="Pictures, sound, embeddings and the like, models that are retired, and those that take no batches."
            checked={isAll}
            onChange={setIsAll}
          />
        )}
        <ul aria-label="Models" className="max-h-96 divide-y overflow-y-auto rounded-md border">
          {usable.map((model) => (
            <li key={model.id}>
              <ModelLine model={model} isChosen={model.id === chosen} onChoose={onChoose} />
            </li>
          ))}
          {isAll &&
            others.map((id) => (
              <li key={id}>
                <button type="button" aria-pressed={id === chosen} onClick={() => onChoose(id)} className={ROW}>
                  <code className="font-mono text-xs break-all">{id}</code>
                  <span className="text-sm text-muted">not for chat requests in batches</span>
                </button>
              </li>
            ))}
        </ul>
      </div>
    </Disclosure>
  );
}

interface ModelLineProps {
  model: DescribedModel;
  isChosen: boolean;
  onChoose: (model: string) => void;
}

function ModelLine({ model, isChosen, onChoose }: ModelLineProps) {
  const retirement = model.warnings.find(({ kind }) => kind === 'retired' || kind === 'retiring');
  return (
    <button type="button" aria-pressed={isChosen} onClick={() => onChoose(model.id)} className={ROW}>
      <span dir="auto" className="font-medium">
        {model.label}
      </span>
      {model.label !== model.id && <code className="font-mono text-xs break-all text-muted">{model.id}</code>}
      {model.isAlias && <Badge>alias</Badge>}
      {retirement && <Badge tone="warn">{retirement.kind === 'retired' ? 'retired' : 'retires soon'}</Badge>}
      <span className="w-full text-sm text-muted">{model.words}</span>
    </button>
  );
}
