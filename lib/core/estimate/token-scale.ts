import type { ModelProvider, Tokenizer } from '../models/facts.ts';
import { findModel } from '../models/find-model.ts';
import type { Range } from './range.ts';

/** How many of a model's tokens stand for one of the tokens counted here (o200k_base). */
export interface TokenScale extends Range {
  /** For limits, where being wrong costs the request: more than `high`. */
  most: number;
  /** Where the numbers come from, as a sentence. */
  basis: string;
}

/**
 * Only OpenAI's o200k is published. Claude's older tokens: comparisons published in 2025 found 16% (English) to 30% (code) more than
 * o200k's. Since 4.7: about 30% more again (Haiku 5.5's page, October 2026). Each `most` is our own margin.
 */
const SCALES: Record<Tokenizer | 'unknown', TokenScale> = {
  o200k: { low: 1, high: 1, most: 1.02, basis: 'Input tokens are counted with the model’s own tokenizer.' },
  'after-o200k': {
    low: 1,
    high: 1.05,
    most: 1.25,
    basis: 'Input tokens are counted with the tokenizer of GPT-5; that of this model is not published.',
  },
  claude: {
    low: 1.1,
    high: 1.3,
    most: 1.7,
    basis:
      'Claude’s tokenizer is not published: its tokens are taken for 1.1 to 1.3 times those of OpenAI’s, as published comparisons found.',
  },
  'claude-4.7': {
    low: 1.4,
    high: 1.75,
    most: 2.2,
    basis:
      'Claude’s tokenizer is not published: its tokens are taken for 1.4 to 1.75 times those of OpenAI’s. Comparisons found 1.1 to 1.3 for older models; Anthropic says that models since 4.7 need about 30% more.',
  },
  unknown: { low: 0.9, high: 1.4, most: 2.2, basis: 'Input tokens are counted with OpenAI’s tokenizer; that of this model is not known.' },
};

/** The scale of a model by its name; a wide one where the model is unknown. */
export function tokenScale(provider: ModelProvider, model: string): TokenScale {
  const found = findModel(provider, model);
  return SCALES[found?.tokenizer ?? (provider === 'anthropic' ? 'claude-4.7' : 'unknown')];
}

/**
 * The scale from texts the provider itself counted: with Anthropic's `count_tokens`, or the input of a live answer. Both arguments
 * are of the same texts. Null where nothing was counted.
 */
export function measuredScale(countedHere: number, countedByProvider: number): TokenScale | null {
  if (!(countedHere > 0) || !(countedByProvider > 0)) return null;
  const ratio = countedByProvider / countedHere;
  return { low: ratio * 0.95, high: ratio * 1.05, most: ratio * 1.25, basis: 'Input tokens are scaled by a count of the provider’s own.' };
}
