import { figure, plural } from '../measures.ts';
import type { Range } from './range.ts';
import type { TokenBudget } from './token-budget.ts';

export interface EstimateWarning {
  kind: 'context' | 'price-step' | 'output-limit';
  /** Concerns every full request, even by the lower estimate; otherwise some may meet it. */
  isCertain: boolean;
  text: string;
}

interface Situation {
  rowsPerRequest: number;
  /** Of a full request, in the model's tokens. */
  inputTokens: Range;
  /** Rows of a full request if all of them were the longest, as counted here. */
  worstRows: number;
  budget: TokenBudget;
  model: { label: string; inputTokens: number; stepTokens: number | null } | null;
  /** Of a full request. */
  outputTokens: Range;
  outputLimit: number | null;
}

function contextWarning({ rowsPerRequest, inputTokens, worstRows, budget, model }: Situation): EstimateWarning | null {
  if (!model || budget.contextRowTokens === null || worstRows <= budget.contextRowTokens) return null;
  const limit = `${model.label} reads ${figure(model.inputTokens)} tokens at once`;
  const isCertain = inputTokens.low > model.inputTokens;
  const text = isCertain
    ? `${limit}, less than ${plural(rowsPerRequest, 'row')} of this table and the instructions. Such requests would fail. Take fewer rows per request.`
    : `${limit}. A request in which several of the longest rows meet may be larger, and would fail; it has to carry fewer rows.`;
  return { kind: 'context', isCertain, text };
}

/** Null too where the prompt alone is beyond the step: no packing avoids it then. */
function stepWarning({ rowsPerRequest, inputTokens, worstRows, budget, model }: Situation): EstimateWarning | null {
  if (model?.stepTokens == null || budget.stepRowTokens === null || budget.stepRowTokens <= 0 || worstRows <= budget.stepRowTokens)
    return null;
  const price = `${model.label} costs more for every token of a request over ${figure(model.stepTokens)} tokens`;
  const isCertain = inputTokens.low > model.stepTokens;
  const text = isCertain
    ? `${price}, and requests of ${plural(rowsPerRequest, 'row')} are that large. With fewer rows per request the job is cheaper.`
    : `${price}. Some requests of ${plural(rowsPerRequest, 'row')} may be that large.`;
  return { kind: 'price-step', isCertain, text };
}

function outputWarning({ rowsPerRequest, outputTokens, outputLimit }: Situation): EstimateWarning | null {
  if (outputLimit === null || outputTokens.high <= outputLimit) return null;
  const isCertain = outputTokens.low > outputLimit;
  const text = `The answer for ${plural(rowsPerRequest, 'row')} ${isCertain ? 'takes at least' : 'may take up to'} ${figure(
    Math.round(isCertain ? outputTokens.low : outputTokens.high),
  )} tokens, thinking included, and the limit is ${figure(outputLimit)}. Rows at the end would be cut off, though paid for. Raise the output limit, think less or take fewer rows per request.`;
  return { kind: 'output-limit', isCertain, text };
}

/** What would go wrong, or cost more, with requests of so many rows. */
export function estimateWarnings(situation: Situation): EstimateWarning[] {
  const found = [contextWarning(situation), stepWarning(situation), outputWarning(situation)];
  return found.filter((warning) => warning !== null);
}
