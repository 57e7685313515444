import { nameWords, stem } from './text.ts';

/** What a field is about, as far as its name or description tells. */
export type Concept = (typeof TABLE)[number][0];

const TABLE = [
  ['reason', 'reason rationale explanation justification why because reasoning'],
  ['quote', 'quote evidence excerpt span snippet citation passage sentence verbatim'],
  ['summary', 'summary gist headline synopsis abstract tldr description overview'],
  ['confidence', 'confidence certainty probability likelihood'],
  ['currency', 'currency'],
  ['marker', 'marker connector cue signal connective'],
  ['sentiment', 'sentiment tone polarity attitude mood stance emotion feeling opinion'],
  ['rating', 'rating stars score grade'],
  ['price', 'price cost amount priced paid fee usd eur gbp spent'],
  ['percent', 'percent percentage pct share rate'],
  ['year', 'year'],
  ['date', 'date day when deadline published'],
  ['language', 'language lang'],
  ['email', 'email mail'],
  ['url', 'url link website'],
  ['phone', 'phone telephone'],
  ['cause', 'cause driver trigger antecedent source head'],
  ['effect', 'effect consequence outcome result impact tail'],
  ['relation', 'relation relationship predicate verb link'],
  ['subject', 'subject actor'],
  ['object', 'object target'],
  ['person', 'person people individual speaker author customer'],
  ['organization', 'organization organisation org company companies brand firm employer institution'],
  ['place', 'place location country countries city cities region where'],
  ['kind', 'type kind class category label'],
  ['entity', 'entity entities names named mention mentions'],
  ['topic', 'topic topics theme themes aspect aspects subject keyword keywords tag tags feature features issue issues category categories'],
  ['name', 'name text value'],
  ['title', 'title'],
  ['length', 'length words characters'],
  ['count', 'count number quantity total many'],
] as const;

const BY_STEM = new Map<string, { concept: Concept; rank: number }>();
for (const [rank, [concept, words]] of TABLE.entries()) {
  for (const word of words.split(' ')) {
    if (!BY_STEM.has(stem(word))) BY_STEM.set(stem(word), { concept, rank });
  }
}

const known = new Map<string, Concept | null>();

/** The concept a field's name stands for; without one, that of its description's first telling word. */
export function conceptOf(name: string, description: string): Concept | null {
  const key = `${name}\n${description}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size > 5_000) known.clear();
  const concept = strongest(nameWords(name)) ?? strongest(nameWords(description.slice(0, 60)).slice(0, 6));
  known.set(key, concept);
  return concept;
}

function strongest(words: string[]): Concept | null {
  const found = words.map((word) => BY_STEM.get(stem(word))).filter((entry) => entry !== undefined);
  return found.sort((a, b) => a.rank - b.rank)[0]?.concept ?? null;
}
