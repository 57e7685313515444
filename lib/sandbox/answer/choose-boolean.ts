import type { Scope, Slot } from './scope.ts';
import { nameWords, stem, stemsOf } from './text.ts';
import { topicStems } from './topics.ts';

const ASKING = new Set(
  'is are was were has have had does do did mentions mentioned mention contains contain includes include named names would will should any the a an of in to'.split(
    ' ',
  ),
);

/** Whether the text says yes to what the field's name and description ask. */
export function chooseBoolean(slot: Slot, { facts }: Scope): boolean {
  const words = nameWords(slot.name).filter((word) => !ASKING.has(word));
  const about = words.join(' ');
  if (/recommend|satisf|happy|positive|liked/.test(about)) return facts.mood.positive > facts.mood.negative;
  if (/negative|complain|problem|issue|unhappy|defect|fault/.test(about)) return facts.mood.negative > 0;
  if (/mixed/.test(about)) return facts.mood.sentiment === 'mixed';
  if (/neutral/.test(about)) return facts.mood.sentiment === 'neutral';
  if (/price|cost/.test(about)) return facts.prices.length > 0;
  if (/date/.test(about)) return facts.dates.length > 0;
  if (/number|figure|amount/.test(about)) return facts.figures.length > 0;
  if (/caus/.test(about)) return facts.causes.length > 0;
  if (/question/.test(about)) return facts.text.includes('?');
  if (/person|people/.test(about)) return facts.names.some((name) => name.class === 'person');
  if (/organi[sz]ation|company/.test(about)) return facts.names.some((name) => name.class === 'organization');
  if (/place|location|country/.test(about)) return facts.names.some((name) => name.class === 'place');
  return words.some((word) => speaksOf(word, facts.stems)) || described(slot.description, facts.stems);
}

function speaksOf(word: string, stems: ReadonlySet<string>): boolean {
  const topic = topicStems(word);
  return stems.has(stem(word)) || (topic !== null && [...topic].some((root) => stems.has(root)));
}

function described(description: string, stems: ReadonlySet<string>): boolean {
  return stemsOf(description).filter((root) => root.length > 4 && stems.has(root)).length >= 2;
}
