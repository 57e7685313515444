import type { ModelProvider } from './facts.ts';
import { findModel } from './find-model.ts';
import { RETIRING_DAYS } from './model-warnings.ts';
import { contextWords, daysUntil, priceWords, retirementWords } from './model-words.ts';

export interface Suggestion {
  role: 'cheap' | 'balanced' | 'strong';
  model: string;
  label: string;
  /** What it is good for. */
  use: string;
  price: string;
  context: string;
  retirement: string;
}

const USES = {
  cheap: 'Cheap: for most facts that stand in the text, and for trying things out.',
  balanced: 'Balanced: where the cheap one errs too often.',
  strong: 'Strong: for judgement and long, difficult texts.',
} as const;

/** For each role the models to propose, the first one that is still there. */
const CANDIDATES: Record<ModelProvider, Record<Suggestion['role'], readonly string[]>> = {
  openai: {
    cheap: ['gpt-6-luna', 'gpt-5.6-luna', 'gpt-5.4-mini'],
    balanced: ['gpt-6.1-terra', 'gpt-5.6-terra', 'gpt-5.4-mini'],
    strong: ['gpt-6.1-sol', 'gpt-6-sol', 'gpt-5.5'],
  },
  anthropic: {
    cheap: ['claude-haiku-5-5', 'claude-haiku-4-5'],
    balanced: ['claude-sonnet-5-5', 'claude-sonnet-5'],
    strong: ['claude-opus-5-5', 'claude-opus-5'],
  },
};

const ROLES = ['cheap', 'balanced', 'strong'] as const;

/**
 * A model for each role, with its price, context and retirement in words. `listed`: the ids the key may use, where the
 * provider told them; a role none of them fills is left out.
 */
export function suggestions(provider: ModelProvider, now: number, listed: readonly string[] | null = null): Suggestion[] {
  const isThere = (id: string) => listed === null || listed.includes(id);
  const taken = new Set<string>();
  return ROLES.flatMap((role) => {
    const id = CANDIDATES[provider][role].find((id) => {
      const retiresOn = findModel(provider, id)?.retiresOn ?? null;
      return isThere(id) && !taken.has(id) && (retiresOn === null || daysUntil(retiresOn, now) > RETIRING_DAYS);
    });
    const facts = id === undefined ? null : findModel(provider, id);
    if (!facts) return [];
    taken.add(facts.id);
    const words = { price: priceWords(facts.prices), context: contextWords(facts), retirement: retirementWords(facts.retiresOn, now) };
    return [{ role, model: facts.id, label: facts.label, use: USES[role], ...words }];
  });
}
