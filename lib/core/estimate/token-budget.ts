import type { FoundModel } from '../models/find-model.ts';
import type { TokenScale } from './token-scale.ts';

/** What stands around the texts of a request: roles and separators; about 11 tokens in OpenAI's chat format. */
export const FRAME_TOKENS = { low: 8, high: 20, most: 1000 };

/** Anthropic's own instructions for a forced tool: 313 tokens for Claude 4 (pricing page, 2025), more for some models. */
export const TOOL_TOKENS = { low: 250, high: 700 };

export interface TokenBudget {
  /**
   * Most tokens the rows of one request may have together, as counted here (o200k_base); 0 or less where not even the prompt
   * fits. Null: the model's limits are unknown.
   */
  rowTokens: number | null;
  /** What sets the limit: the model reads no more, or a larger request costs more for every token. */
  bound: 'context' | 'price step' | 'unknown';
  /** The same for each limit alone; null: there is none. */
  contextRowTokens: number | null;
  stepRowTokens: number | null;
}

type Limits = Pick<FoundModel, 'windowTokens' | 'inputTokens' | 'prices'>;

/**
 * The most tokens of rows that one request may take, so that it neither exceeds what the model reads nor crosses a price step.
 * `promptTokens` (prompt and schema) are as counted here; `outputReserve` are the model's tokens kept for thinking and
 * answer: the output limit sent, or what the estimate says a full request may need.
 * On the safe side throughout: the scale's `most`, and one token below a step, since sources differ on the step itself.
 */
export function tokenBudget(model: Limits | null, scale: TokenScale, promptTokens: number, outputReserve: number): TokenBudget {
  if (!model) return { rowTokens: null, bound: 'unknown', contextRowTokens: null, stepRowTokens: null };
  const rowsWithin = (inputTokens: number) => Math.floor((inputTokens - FRAME_TOKENS.most) / scale.most) - promptTokens;
  const contextRowTokens = rowsWithin(Math.min(model.inputTokens, model.windowTokens - outputReserve));
  const step = model.prices?.above;
  const stepRowTokens = step ? rowsWithin(step.tokens - 1) : null;
  // A prompt beyond the step pays its price in any case.
  const isStepOpen = stepRowTokens !== null && stepRowTokens > 0 && stepRowTokens < contextRowTokens;
  return {
    rowTokens: isStepOpen ? stepRowTokens : contextRowTokens,
    bound: isStepOpen ? 'price step' : 'context',
    contextRowTokens,
    stepRowTokens,
  };
}
