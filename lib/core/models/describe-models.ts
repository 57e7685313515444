import { isChatModel } from './chat-models.ts';
import type { ModelProvider, ModelPrices, ThinkingValue } from './facts.ts';
import { findModel } from './find-model.ts';
import { modelWarnings, retirementWarning, type ModelWarning } from './model-warnings.ts';
import { contextWords, priceWords, retirementWords } from './model-words.ts';

interface Support {
  supported: boolean;
}

/**
 * An entry of a provider's own list, as it comes: Anthropic's `ModelInfo` carries limits, capabilities and lifecycle,
 * OpenAI's only `shutdown_date`. Read from a reply, so every part may be missing.
 */
export interface ListedModel {
  id: string;
  display_name?: string | null;
  max_input_tokens?: number | null;
  max_tokens?: number | null;
  lifecycle?: string | null;
  /** Anthropic's, RFC 3339. */
  retires_at?: string | null;
  /** OpenAI's. */
  shutdown_date?: string | null;
  capabilities?: {
    batch?: Support | null;
    structured_outputs?: Support | null;
    thinking?: { supported: boolean; types?: Partial<Record<string, Support | null>> | null } | null;
    effort?: ({ supported: boolean } & Partial<Record<string, Support | boolean | null>>) | null;
  } | null;
}

export interface DescribedModel {
  id: string;
  label: string;
  isKnown: boolean;
  inputTokens: number | null;
  outputTokens: number | null;
  prices: ModelPrices | null;
  retiresOn: string | null;
  isAlias: boolean;
  /** By the provider's word where it gives it, else ours; null: unknown. Cheapest first. */
  thinking: readonly ThinkingValue[] | null;
  takesSchemas: boolean | null;
  /** "$0.05 in, … · reads up to … · no retirement announced", unknown parts left out. */
  words: string;
  warnings: ModelWarning[];
}

/** A date or moment of a provider as a day; null where it is none. */
function dayOf(moment: string | null | undefined): string | null {
  const time = moment ? Date.parse(moment) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10);
}

const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

/** Anthropic's thinking types and efforts as our values; null where the list does not tell. */
function listedThinking({ capabilities }: ListedModel): ThinkingValue[] | null {
  const { thinking, effort } = capabilities ?? {};
  if (!thinking) return null;
  const takes = (type: string) => thinking.supported && thinking.types?.[type]?.supported === true;
  const hasEffort = (level: string) => {
    const support = effort?.supported ? effort[level] : null;
    return typeof support === 'object' && support?.supported === true;
  };
  const efforts = takes('adaptive') ? EFFORTS.filter(hasEffort).map((level) => `adaptive:${level}` as const) : [];
  if (efforts.length === 0) return [];
  const off = (['disabled', 'between_tools'] as const).find(takes);
  return off ? [off, ...efforts] : efforts;
}

function describe(provider: ModelProvider, listed: ListedModel, now: number): DescribedModel {
  const found = findModel(provider, listed.id);
  const inputTokens = listed.max_input_tokens ?? found?.inputTokens ?? null;
  const outputTokens = listed.max_tokens ?? found?.outputTokens ?? null;
  const retiresOn = dayOf(listed.retires_at ?? listed.shutdown_date) ?? found?.retiresOn ?? null;
  const label = listed.display_name ?? found?.label ?? listed.id;
  const prices = found?.prices ?? null;
  const context = inputTokens !== null && outputTokens !== null ? contextWords({ inputTokens, outputTokens }) : null;
  const words = [priceWords(prices), context, found || retiresOn ? retirementWords(retiresOn, now) : null];
  const others = modelWarnings(provider, listed.id, now).filter(({ kind }) => kind !== 'retired' && kind !== 'retiring');
  const retirement = retirementWarning(label, retiresOn, now);
  return {
    id: listed.id,
    label,
    isKnown: found !== null,
    inputTokens,
    outputTokens,
    prices,
    retiresOn,
    isAlias: found?.isAlias ?? false,
    thinking: listedThinking(listed) ?? found?.thinking.values ?? null,
    takesSchemas: listed.capabilities?.structured_outputs?.supported ?? found?.answerForms.some((form) => form !== 'json_object') ?? null,
    words: words.filter((word) => word !== null).join(' · '),
    warnings: retirement ? [retirement, ...others] : others,
  };
}

/**
 * A provider's list joined with what is known here; its own limits and dates come before ours. Models that do not chat, are
 * retired or take no batches are left out. Known ones first, by price; the others by name.
 */
export function describeModels(provider: ModelProvider, listed: readonly ListedModel[], now: number): DescribedModel[] {
  const usable = listed.filter(
    (model) => isChatModel(provider, model.id) && model.lifecycle !== 'retired' && model.capabilities?.batch?.supported !== false,
  );
  const rank = (model: DescribedModel) => (model.prices ? model.prices.rates.input + model.prices.rates.output : Number.POSITIVE_INFINITY);
  return usable
    .map((model) => describe(provider, model, now))
    .sort((a, b) => Number(b.isKnown) - Number(a.isKnown) || (rank(a) === rank(b) ? a.id.localeCompare(b.id) : rank(a) - rank(b)));
}
