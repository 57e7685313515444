import { ANTHROPIC_FACTS } from './anthropic-facts.ts';
import type { ModelFacts, ModelProvider } from './facts.ts';
import { OPENAI_FACTS } from './openai-facts.ts';

export interface FoundModel extends ModelFacts {
  /** The name may lead to another model one day. */
  isAlias: boolean;
  /** A model trained further; its price is not the family's, so `prices` is null. */
  isFineTune: boolean;
}

const FACTS: Record<ModelProvider, readonly ModelFacts[]> = { openai: OPENAI_FACTS, anthropic: ANTHROPIC_FACTS };

function indexOf(facts: readonly ModelFacts[]): Map<string, ModelFacts> {
  const index = new Map<string, ModelFacts>();
  for (const model of facts) for (const name of [model.id, ...model.aliases, ...model.snapshots]) index.set(name, model);
  return index;
}

const INDEX: Record<ModelProvider, Map<string, ModelFacts>> = { openai: indexOf(OPENAI_FACTS), anthropic: indexOf(ANTHROPIC_FACTS) };

const OPENAI_DATE = /-\d{4}-\d{2}-\d{2}$/;
const ANTHROPIC_DATE = /-\d{8}$/;
const FINE_TUNED = /^ft:([^:]+)|^(.+?)\.ft-/;

/** `openrouter/openai/gpt-5.4:batch` → `gpt-5.4`, `ft:gpt-4o-mini-2024-07-18:team::id` → `gpt-4o-mini-2024-07-18`. */
function openaiName(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const tuned = FINE_TUNED.exec(last);
  return tuned ? (tuned[1] ?? tuned[2])! : last.replace(/:.*$/, '');
}

/** `us.anthropic.claude-haiku-4-5-20251001-v1:0` → `claude-haiku-4-5-20251001`; gateways write `claude-haiku-4.5`, `@20251001`. */
function anthropicName(name: string): string {
  const found = /claude-[a-z0-9.@-]+/.exec(name)?.[0] ?? name;
  return found.replaceAll(/[.@]/g, '-').replace(/-v\d+$/, '');
}

/**
 * What is known of a model by the name a person or a list gives it: any case, dated or not, behind a gateway's prefix,
 * fine-tuned. Null: nothing is known; it is not guessed from a similar name.
 */
export function findModel(provider: ModelProvider, name: string): FoundModel | null {
  const lower = name.trim().toLowerCase();
  const isFineTune = provider === 'openai' && FINE_TUNED.test(lower.slice(lower.lastIndexOf('/') + 1));
  const plain = provider === 'openai' ? openaiName(lower) : anthropicName(lower);
  const dated = provider === 'openai' ? OPENAI_DATE : ANTHROPIC_DATE;
  const index = INDEX[provider];
  const facts = index.get(plain) ?? index.get(plain.replace(dated, '')) ?? index.get(plain.replace(/-latest$/, ''));
  if (!facts) return null;
  const isFixed = isFineTune || dated.test(plain) || (plain === facts.id && facts.snapshots.length === 0);
  return { ...facts, prices: isFineTune ? null : facts.prices, isAlias: !isFixed, isFineTune };
}

/** Every model something is known of, newest generation first. */
export function knownModels(provider: ModelProvider): readonly ModelFacts[] {
  return FACTS[provider];
}
