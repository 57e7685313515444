import { money } from '#lib/core/estimate/money';
import type { Range } from '#lib/core/estimate/range';
import type { EndpointInfo } from '#lib/core/endpoint';
import { figure, plural } from '#lib/core/measures';
import { findModel } from '#lib/core/models/find-model';
import { requestPrice } from '#lib/core/models/request-price';
import type { Recipe } from '#lib/core/recipe';
import type { Trial } from '#lib/jobs/try-request';

/** What a person agrees to before one request goes out. `price` null: unknown. */
export function agreementWords(endpoint: EndpointInfo, rows: number, price: Range | null): string {
  const go = `${plural(rows, 'row')} of your table ${rows === 1 ? 'goes' : 'go'}`;
  if (endpoint.kind === 'sandbox') {
    return `${go} to the sandbox, a part of this server. It makes practice answers: no model reads the texts, nothing leaves this server, nothing is charged.`;
  }
  const cost = price ? `It costs ${money(price)}, the full price: only batches have the discount.` : 'What it costs is not known here.';
  return `${go} to ${endpoint.label} (${endpoint.host}) now, with the instructions, to be answered at once. ${cost} When the job is submitted these rows go out again.`;
}

export interface TrialTable {
  fields: string[];
  rows: { id: string; text: string; state: Trial['rows'][number]['state']; note: string; values: string[] }[];
}

/** Rows beside their answers: every field that any answer has, in the order they first come. */
export function trialTable({ rows }: Trial): TrialTable {
  const names = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))];
  return {
    fields: names,
    rows: rows.map(({ fields, id, text, state, note }) => ({ id, text, state, note, values: names.map((name) => fields[name] ?? '') })),
  };
}

/** "gpt-6-luna · 812 tokens in · 120 out, 40 of them thinking · under 1 cent". */
export function usageWords({ usage, model }: Trial, { question }: Recipe, isPractice: boolean): string {
  const parts: string[] = model === null ? [] : [model];
  if (!usage) return [...parts, 'the provider did not say how many tokens it used'].join(' · ');
  parts.push(
    `${figure(usage.inputTokens)} tokens in${usage.cachedTokens > 0 ? `, ${figure(usage.cachedTokens)} of them stored before` : ''}`,
  );
  parts.push(`${figure(usage.outputTokens)} out${usage.reasoningTokens > 0 ? `, ${figure(usage.reasoningTokens)} of them thinking` : ''}`);
  if (isPractice) return [...parts, 'nothing charged'].join(' · ');
  const prices = findModel(question.provider.provider, question.model)?.prices ?? null;
  return [...parts, money(prices && requestPrice(prices, { ...usage, cacheReadTokens: usage.cachedTokens }, { batch: false }))].join(' · ');
}
