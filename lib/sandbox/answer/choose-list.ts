import { type JsonObject, isJsonObject, type Json } from '#lib/core/json';
import { conceptOf, type Concept } from './concepts.ts';
import { factsOf } from './facts.ts';
import type { NameClass } from './names.ts';
import type { Item, Scope, Slot } from './scope.ts';
import { chooseStrings } from './choose-string.ts';
import { stem, stemsOf } from './text.ts';
import { topicStems } from './topics.ts';

/** Strings for a list: every one the text holds, each once. */
export function chooseStringList(slot: Slot, scope: Scope): string[] {
  const facts = scope.facts;
  if (scope.item === null && slot.concept === 'date') return [...new Set(facts.dates.map((date) => date.iso ?? date.text))];
  if (slot.concept === 'summary' || slot.concept === 'quote') return facts.sentences.slice(0, 2);
  return [...new Set(chooseStrings(slot, scope))];
}

const CLASSES: Partial<Record<Concept, NameClass>> = { person: 'person', organization: 'organization', place: 'place' };

/** What the objects of a list stand for, one scope each: causes, names, topics, prices, or sentences for want of those. */
export function listScopes(slot: Slot, items: JsonObject, scope: Scope): Scope[] {
  const properties = isJsonObject(items['properties']) ? Object.entries(items['properties']) : [];
  const concepts = new Set<Concept | null>(properties.map(([name, node]) => conceptOf(name, described(node))));
  const { facts } = scope;
  const has = (...wanted: Concept[]): boolean => wanted.some((concept) => concepts.has(concept) || slot.concept === concept);
  if ((concepts.has('cause') && concepts.has('effect')) || (concepts.has('subject') && concepts.has('object'))) {
    return facts.causes.map((cause) => narrowed(scope, cause.sentence, { kind: 'cause', cause }));
  }
  const wanted = slot.concept === null ? undefined : CLASSES[slot.concept];
  if (has('entity', 'person', 'organization', 'place') || (concepts.has('name') && concepts.has('kind') && slot.concept !== 'topic')) {
    const names = wanted ? facts.names.filter((name) => name.class === wanted) : facts.names;
    return names.map((name) => narrowed(scope, sentenceWith(scope, name.text), { kind: 'name', name }));
  }
  if (has('topic')) return facts.topics.map((topic) => narrowed(scope, clauseOn(scope, topic), { kind: 'topic', topic }));
  if (has('price')) return facts.prices.map((price) => narrowed(scope, sentenceWith(scope, price.text), { kind: 'price', price }));
  return facts.sentences.slice(0, 3).map((sentence) => narrowed(scope, sentence, { kind: 'sentence' }));
}

function narrowed(scope: Scope, text: string, item: Item): Scope {
  return { row: scope.row, facts: text === scope.facts.text ? scope.facts : factsOf(text), item };
}

function sentenceWith({ facts }: Scope, text: string): string {
  const wanted = text.toLowerCase();
  return facts.sentences.find((sentence) => sentence.toLowerCase().includes(wanted)) ?? facts.text;
}

/** The part of a sentence that speaks of a topic: moods often turn at a "but". */
function clauseOn({ facts }: Scope, topic: string): string {
  const stems = topicStems(topic.split(' ')[0]!) ?? new Set([stem(topic)]);
  const clauses = facts.sentences.flatMap((sentence) => sentence.split(/,?\s(?:but|although|though|however|while|yet)\s|;\s/));
  return clauses.find((clause) => stemsOf(clause).some((root) => stems.has(root))) ?? facts.text;
}

function described(node: Json): string {
  return isJsonObject(node) && typeof node['description'] === 'string' ? node['description'] : '';
}
