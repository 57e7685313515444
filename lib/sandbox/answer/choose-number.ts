import type { JsonObject } from '#lib/core/json';
import { hashText } from '../run/order.ts';
import { ratingIn } from './figures.ts';
import { asksForId, type Scope, type Slot } from './scope.ts';
import { moodScore } from './sentiment.ts';
import { nameWords, stem, wordsOf } from './text.ts';

/** The number the text holds for a field; undefined where it holds none. */
export function chooseNumber(slot: Slot, node: JsonObject, scope: Scope): number | undefined {
  const { facts, item, row } = scope;
  if (row && asksForId(slot.name) && Number.isFinite(Number(row.id))) return Number(row.id);
  switch (slot.concept) {
    case 'price':
      return item?.kind === 'price' ? item.price.value : facts.prices[0]?.value;
    case 'confidence':
      return confidence(scope, slot);
    case 'sentiment':
      return moodWithin(node, scope);
    case 'rating':
      return rating(node, scope);
    case 'percent':
      return facts.figures.find((figure) => figure.percent)?.value;
    case 'year':
    case 'date':
      return facts.dates.find((date) => date.year !== null)?.year ?? undefined;
    case 'length':
      return wordsOf(facts.text).length;
    default:
      return (
        byUnit(slot, scope) ??
        (slot.concept === 'count'
          ? facts.figures[0]?.value
          : bounded(
              node,
              facts.figures.map((figure) => figure.value),
            ))
      );
  }
}

/** 0.55 to 0.97: surer where more words speak for it; a little apart for every text. */
function confidence({ facts }: Scope, slot: Slot): number {
  const evidence = Math.min(1, (facts.mood.positive + facts.mood.negative + facts.names.length + facts.causes.length) / 4);
  return Math.round((0.6 + 0.3 * evidence + (hashText(facts.text + slot.path) % 8) / 100) * 100) / 100;
}

function limitsOf(node: JsonObject): { least: number; most: number } | null {
  const least = node['minimum'] ?? node['exclusiveMinimum'];
  const most = node['maximum'] ?? node['exclusiveMaximum'];
  return typeof least === 'number' && typeof most === 'number' ? { least, most } : null;
}

function moodWithin(node: JsonObject, { facts }: Scope): number {
  const limits = limitsOf(node) ?? { least: -1, most: 1 };
  const share = (moodScore(facts.mood) + 1) / 2;
  return Math.round((limits.least + share * (limits.most - limits.least)) * 100) / 100;
}

function rating(node: JsonObject, scope: Scope): number | undefined {
  const found = ratingIn(scope.facts.text);
  const limits = limitsOf(node);
  if (found) return limits && limits.most !== found.most ? Math.round((found.value / found.most) * limits.most * 10) / 10 : found.value;
  if (!limits) return undefined;
  return Math.round(moodWithin(node, scope));
}

/** `weeks_used` ← "three weeks". */
function byUnit(slot: Slot, { facts }: Scope): number | undefined {
  const wanted = new Set(nameWords(slot.name).map(stem));
  return facts.figures.find((figure) => figure.unit !== '' && wanted.has(stem(figure.unit)))?.value;
}

function bounded(node: JsonObject, values: number[]): number | undefined {
  const limits = limitsOf(node);
  return limits ? values.find((value) => value >= limits.least && value <= limits.most) : values[0];
}
