import { figure } from '../measures.ts';
import type { ModelPrices } from '../models/facts.ts';
import { requestPrice } from '../models/request-price.ts';
import type { Usage } from '../response.ts';
import type { PackingEstimate } from './estimate-job.ts';
import { money } from './money.ts';
import type { Range } from './range.ts';

type Place = 'below' | 'within' | 'above';

export interface UsageComparison {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  reasoningTokens: number;
  /** USD the answers' own counts add up to; null: price unknown. */
  cost: number | null;
  /** Where the cost lies beside the estimate; null where either is missing. */
  place: Place | null;
  /** In a sentence or two. */
  words: string;
}

interface Used extends Usage {
  /** Input stored for later requests, part of `inputTokens`, where the provider tells it. */
  cacheWriteTokens?: number;
}

/**
 * USD of answers by the sum of their usage. A price step is judged by the average request, so a job whose requests lie on
 * both sides of one is only near. Requests without an answer are not charged.
 */
function costOfUsage(prices: ModelPrices, usage: Used, answered: number, batch: boolean): number {
  if (answered <= 0) return 0;
  const average = {
    inputTokens: usage.inputTokens / answered,
    outputTokens: usage.outputTokens / answered,
    cacheReadTokens: usage.cachedTokens / answered,
    cacheWriteTokens: (usage.cacheWriteTokens ?? 0) / answered,
  };
  return requestPrice(prices, average, { batch }) * answered;
}

function placeOf(cost: number, { low, high }: Range): Place {
  if (cost < low) return 'below';
  return cost > high ? 'above' : 'within';
}

const BESIDE: Record<Place, string> = { below: 'less than', within: 'within', above: 'more than' };

/** The estimate for the requests that were answered: what was not answered was not charged. */
function scaled(estimate: Range, answered: number, requests: number): Range {
  const share = requests > 0 ? Math.min(1, answered / requests) : 0;
  return { low: estimate.low * share, high: estimate.high * share };
}

/** What a job's answers used and cost, beside what was estimated before it was sent. */
export function compareUsage(input: {
  /** The estimate shown when it was submitted; null: none was kept. */
  estimate: PackingEstimate | null;
  usage: Used;
  /** Requests answered, with a usage of their own. */
  answered: number;
  prices: ModelPrices | null;
  batch: boolean;
}): UsageComparison {
  const { estimate, usage, answered, prices, batch } = input;
  const cost = prices && costOfUsage(prices, usage, answered, batch);
  const foreseen = estimate?.price && scaled(batch ? estimate.price.batch : estimate.price.standard, answered, estimate.requests);
  const place = cost !== null && foreseen ? placeOf(cost, foreseen) : null;
  const used = `The answers used ${figure(usage.inputTokens)} tokens of input and ${figure(usage.outputTokens)} of output`;
  const paid = cost === null ? 'Their price is unknown.' : `By the published prices that is ${money(cost)}`;
  const beside = place && foreseen ? `, ${BESIDE[place]} the ${money(foreseen)} estimated.` : cost === null ? '' : '.';
  return {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cachedTokens: usage.cachedTokens,
    reasoningTokens: usage.reasoningTokens,
    cost,
    place,
    words: `${used}. ${paid}${beside}`,
  };
}
