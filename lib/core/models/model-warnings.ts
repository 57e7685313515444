import type { ModelProvider } from './facts.ts';
import { findModel, type FoundModel } from './find-model.ts';
import { dayWords, daysUntil, isPast } from './model-words.ts';

export interface ModelWarning {
  kind: 'retired' | 'retiring' | 'alias' | 'fine-tune' | 'price' | 'unknown';
  text: string;
}

/** A batch runs a day, and sending rows again weeks later should still find the model. */
export const RETIRING_DAYS = 120;

/** What to say of a last day, whoever announced it; null while it is far off. */
export function retirementWarning(label: string, retiresOn: string | null, now: number): ModelWarning | null {
  if (retiresOn === null || daysUntil(retiresOn, now) > RETIRING_DAYS) return null;
  const date = dayWords(retiresOn);
  if (isPast(retiresOn, now)) {
    return {
      kind: 'retired',
      text: `${label} was to be retired on ${date}. Requests to it will most likely fail; nothing is charged for those. Choose another model.`,
    };
  }
  return {
    kind: 'retiring',
    text: `${label} retires on ${date}. Rows sent again after that day would need another model, and the work could not be repeated with this one.`,
  };
}

function aliasWarning(found: FoundModel, name: string): ModelWarning {
  const fixed = found.snapshots.at(-1);
  const instead = fixed ? ` “${fixed}” stays the same.` : '';
  return {
    kind: 'alias',
    text: `“${name.trim()}” is an alias: it may change under you, and the same rows may then be answered differently.${instead}`,
  };
}

/** What a person should know of a model before choosing it, the gravest first; empty where there is nothing. */
export function modelWarnings(provider: ModelProvider, name: string, now: number): ModelWarning[] {
  if (name.trim() === '') return [];
  const found = findModel(provider, name);
  if (!found) {
    return [
      {
        kind: 'unknown',
        text: `“${name.trim()}” is not known here: its price is unknown, and so is how much it reads at once. Send one request first and look at what it used.`,
      },
    ];
  }
  const warnings: (ModelWarning | null)[] = [
    retirementWarning(found.label, found.retiresOn, now),
    found.isAlias ? aliasWarning(found, name) : null,
    found.isFineTune
      ? { kind: 'fine-tune', text: `A fine-tuned model costs more than ${found.label}; its price may be unknown here.` }
      : null,
    found.priceNote && !found.isFineTune ? { kind: 'price', text: found.priceNote } : null,
  ];
  return warnings.filter((warning) => warning !== null);
}
