import { money } from '#lib/core/estimate/money';
import type { Attempt, Job, Part } from '#lib/core/job';
import { figure } from '#lib/core/measures';
import type { Usage } from '#lib/core/response';

/** What a job's answers used and cost, over all rounds. */
export interface Spent {
  /** USD; null: nothing collected yet, or the price of a model is unknown. */
  usd: number | null;
  /** Of it, for rows that ended their round without a valid answer. */
  lostUsd: number | null;
  /** Tokens of those rows; null where there are none. */
  lost: Usage | null;
}

const sumOf = (parts: Part[], of: (part: Part) => number) => parts.reduce((sum, part) => sum + of(part), 0);

export function spentOf(parts: Part[]): Spent {
  const used = parts.filter((part) => part.usage);
  const isKnown = used.length > 0 && used.every((part) => part.usage?.usd);
  const lost = (key: keyof Usage) => Math.round(sumOf(used, (part) => part.usage?.lost[key] ?? 0));
  const tokens: Usage = {
    inputTokens: lost('inputTokens'),
    outputTokens: lost('outputTokens'),
    cachedTokens: lost('cachedTokens'),
    reasoningTokens: lost('reasoningTokens'),
  };
  return {
    usd: isKnown ? sumOf(used, (part) => part.usage?.usd?.all ?? 0) : null,
    lostUsd: isKnown ? sumOf(used, (part) => part.usage?.usd?.lost ?? 0) : null,
    lost: tokens.inputTokens + tokens.outputTokens > 0 ? tokens : null,
  };
}

/** What the rounds that were submitted were said to cost together; null where one was not told. */
function estimated(attempts: Attempt[]): { low: number; high: number } | null {
  const sent = attempts.filter((attempt) => attempt.submittedAt !== null);
  const prices = sent.map((attempt) => attempt.consent?.priceUsd ?? null);
  if (prices.length === 0 || prices.includes(null)) return null;
  const sum = (end: 0 | 1) => prices.reduce((total, price) => total + (price?.[end] ?? 0), 0);
  return { low: sum(0), high: sum(1) };
}

function besideEstimate(usd: number, attempts: Attempt[]): string {
  const range = estimated(attempts);
  if (!range) return '';
  if (money(usd) === money(range)) return ', as estimated';
  const place = usd < range.low ? 'less than' : usd > range.high ? 'more than' : 'within';
  return `, ${place} the estimate of ${money(range)}`;
}

/** What was paid, beside what was estimated; null before anything was collected. */
export function spentWords(job: Job, attempts: Attempt[], parts: Part[]): string | null {
  if (!job.usage) return null;
  if (job.endpoint.kind === 'sandbox') return 'Nothing is paid for practice answers.';
  const { usd } = spentOf(parts);
  if (usd === null) return 'What the answers cost is not known here, since the price of a model is not.';
  return `The answers cost ${money(usd)} by the published batch prices${besideEstimate(usd, attempts)}.`;
}

/** What went to rows without a valid answer; null where nothing did. */
export function lostWords(job: Job, parts: Part[]): string | null {
  const { lost, lostUsd } = spentOf(parts);
  if (!lost) return null;
  const tokens = `${figure(lost.inputTokens)} tokens in and ${figure(lost.outputTokens)} out`;
  const rows = 'went to rows that ended a round without a valid answer';
  if (job.endpoint.kind === 'sandbox' || lostUsd === null) return `About ${tokens} ${rows}.`;
  return `Of it about ${money(lostUsd)} (${tokens}) ${rows}.`;
}
