import type { NameClass } from './names.ts';
import { asksForId, type Scope, type Slot } from './scope.ts';
import { shorten, stemsOf, wordsOf } from './text.ts';

/** Texts that would do for a free string, the best first; empty where the row says nothing of the kind. */
export function chooseStrings(slot: Slot, scope: Scope): string[] {
  const exact = exactField(slot, scope);
  if (exact !== null) return [exact];
  return (fromItem(slot, scope) ?? fromConcept(slot, scope)).filter((text) => text !== '');
}

/** A column of the row by the same name, or its id. */
function exactField({ name }: Slot, { row }: Scope): string | null {
  if (!row) return null;
  if (asksForId(name)) return row.id;
  return row.fields[name] ?? null;
}

function fromItem(slot: Slot, { item, facts }: Scope): string[] | null {
  const { concept } = slot;
  if (item?.kind === 'cause') {
    const { cause, effect, verb, marker, sentence } = item.cause;
    if (concept === 'cause' || concept === 'subject') return [cause];
    if (concept === 'effect' || concept === 'object') return [effect];
    if (concept === 'relation' || concept === 'kind') return [verb];
    if (concept === 'marker') return [marker];
    if (concept === 'quote') return [sentence];
  }
  if (item?.kind === 'name') {
    if (concept === 'kind') return [item.name.class];
    if (concept !== null && NAME_CONCEPTS.has(concept)) return [item.name.text];
  }
  if (item?.kind === 'topic' && (concept === 'topic' || concept === 'name' || concept === 'kind' || concept === 'title'))
    return [item.topic];
  if (item?.kind === 'price' && (concept === 'price' || concept === 'name')) return [item.price.text];
  return item?.kind === 'sentence' && concept === 'name' ? [facts.text] : null;
}

const NAME_CONCEPTS: ReadonlySet<string> = new Set(['entity', 'name', 'person', 'organization', 'place', 'subject', 'title']);

function fromConcept(slot: Slot, { facts }: Scope): string[] {
  const first = facts.sentences[0] ?? facts.text;
  const named = (wanted: NameClass): string[] => facts.names.filter((name) => name.class === wanted).map((name) => name.text);
  switch (slot.concept) {
    case 'sentiment':
      return [facts.mood.sentiment];
    case 'price':
      return facts.prices.map((price) => price.text);
    case 'currency':
      return facts.prices.map((price) => price.currency).filter((currency) => currency !== null);
    case 'date':
    case 'year':
      return facts.dates.flatMap((date) => [
        ...(date.iso ? [date.iso] : []),
        ...(slot.concept === 'year' && date.year ? [String(date.year)] : []),
        date.text,
      ]);
    case 'percent':
      return facts.figures.filter((figure) => figure.percent).map((figure) => figure.text);
    case 'count':
    case 'rating':
      return facts.figures.map((figure) => figure.text);
    case 'person':
      return named('person');
    case 'organization':
      return named('organization');
    case 'place':
      return named('place');
    case 'entity':
    case 'subject':
      return facts.names.map((name) => name.text);
    case 'name':
      return facts.names.length > 0 ? facts.names.map((name) => name.text) : facts.topics;
    case 'cause':
      return facts.causes.map((cause) => cause.cause);
    case 'effect':
      return facts.causes.map((cause) => cause.effect);
    case 'relation':
      return facts.causes.map((cause) => cause.verb);
    case 'marker':
      return facts.causes.map((cause) => cause.marker);
    case 'topic':
    case 'kind':
      return facts.topics;
    case 'summary':
      return [shorten(first, 120)];
    case 'title':
      return [shorten(first, 60)];
    case 'quote':
      return [tellingSentence(slot, facts.sentences) ?? first];
    case 'reason':
      return [`The text says: “${shorten(first, 100)}”`];
    case 'language':
      return languageOf(facts.text);
    case 'email':
      return facts.text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [];
    case 'url':
      return facts.text.match(/https?:\/\/[^\s"'<>)]+/g) ?? [];
    case 'phone':
      return facts.text.match(/\+?\d[\d\s()-]{7,}\d/g) ?? [];
    default: {
      const telling = tellingSentence(slot, facts.sentences);
      return telling === null ? [] : [shorten(telling, 80)];
    }
  }
}

/** The first sentence that shares a word with the field's name or description. */
function tellingSentence(slot: Slot, sentences: string[]): string | null {
  const wanted = new Set(stemsOf(`${slot.name.replaceAll(/[_-]/g, ' ')} ${slot.description}`).filter((root) => root.length > 3));
  return sentences.find((sentence) => stemsOf(sentence).some((root) => wanted.has(root))) ?? null;
}

const LANGUAGES: [string, string, RegExp][] = [
  ['English', 'en', /^(?:the|and|is|was|it|with|for|this|not|but|to|of)$/],
  ['German', 'de', /^(?:der|die|das|und|ist|nicht|ein|eine|mit|ich|für|es)$/],
  ['French', 'fr', /^(?:le|la|les|et|est|pas|une|un|des|pour|je|avec)$/],
  ['Spanish', 'es', /^(?:el|los|las|y|es|no|una|un|para|con|muy|que)$/],
  ['Italian', 'it', /^(?:il|gli|e|è|non|una|un|per|con|molto|che|di)$/],
];

function languageOf(text: string): string[] {
  const words = wordsOf(text.toLowerCase()).slice(0, 200);
  const counts = LANGUAGES.map(([name, code, common]) => ({ name, code, hits: words.filter((word) => common.test(word)).length }));
  const best = counts.reduce((a, b) => (b.hits > a.hits ? b : a));
  return best.hits === 0 ? [] : [best.name, best.code];
}
