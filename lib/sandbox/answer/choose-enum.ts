import type { Json } from '#lib/core/json';
import { chooseBoolean } from './choose-boolean.ts';
import { nameClassWord } from './names.ts';
import { asksForId, type Scope, type Slot } from './scope.ts';
import { sentimentWord, type Sentiment } from './sentiment.ts';
import { COMMON_WORDS, nameWords, stem, stemsOf } from './text.ts';
import { topicStems } from './topics.ts';

/** The value of a list that fits best; undefined where nothing in the text speaks for any. */
export function chooseEnum(values: Json[], slot: Slot, scope: Scope): Json | undefined {
  if (asksForId(slot.name) && scope.row && values.includes(scope.row.id)) return scope.row.id;
  const texts = values.filter((value) => typeof value === 'string');
  return (
    byCause(texts, slot, scope) ??
    bySentiment(texts, slot, scope) ??
    byClass(texts, scope) ??
    byAnswer(texts, slot, scope) ??
    byWords(texts, slot, scope) ??
    byNumber(values, scope)
  );
}

/** Every value that something in the text speaks for, the strongest first. */
export function chooseEnums(values: Json[], slot: Slot, scope: Scope): string[] {
  const texts = values.filter((value) => typeof value === 'string');
  return scored(texts, slot, scope)
    .filter(({ score }) => score > 0)
    .map(({ value }) => value);
}

/** A value that stands for "none of these", where the list has one. */
export function fallbackValue(values: Json[]): Json | undefined {
  const plain =
    /^(?:other|others|misc|miscellaneous|general|none|neutral|unknown|unclear|not_?\s?(?:stated|mentioned|applicable|specified|given)|n\/?a)\b/i;
  return values.find((value) => typeof value === 'string' && plain.test(value));
}

function bySentiment(values: string[], slot: Slot, { facts, item }: Scope): string | undefined {
  const by = new Map<Sentiment, string>();
  for (const value of values) {
    const words = nameWords(value);
    const sentiment = words.length <= 2 ? sentimentWord(words.at(-1) ?? '') : null;
    if (sentiment && !by.has(sentiment)) by.set(sentiment, value);
  }
  if (by.size < 2 || (by.size < values.length / 2 && slot.concept !== 'sentiment')) return undefined;
  const { sentiment, positive, negative } = facts.mood;
  const strong = values.find((value) => /^(?:very|strongly)/i.test(value) && sentimentWord(nameWords(value).at(-1) ?? '') === sentiment);
  if (strong !== undefined && Math.max(positive, negative) >= 3) return strong;
  const leaning: Sentiment = positive >= negative ? 'positive' : 'negative';
  return (
    by.get(sentiment) ?? (sentiment === 'mixed' ? (by.get(leaning) ?? by.get('neutral')) : undefined) ?? (item ? values[0] : undefined)
  );
}

const KINDS_OF_CAUSE: [verb: RegExp, value: RegExp][] = [
  [/prevent|halt|stop|block/, /prevent|halt|stop|block|inhibit/i],
  [/contribut|fuel/, /contribut/i],
  [/enabl|allow|encourag/, /enabl|allow/i],
];

/** How a cause acts on its effect. */
function byCause(values: string[], { concept }: Slot, { item }: Scope): string | undefined {
  if (item?.kind !== 'cause' || (concept !== 'relation' && concept !== 'kind')) return undefined;
  const wanted = KINDS_OF_CAUSE.find(([verb]) => verb.test(item.cause.verb))?.[1] ?? /caus|lead|led|result/i;
  return values.find((value) => value === item.cause.verb) ?? values.find((value) => wanted.test(value)) ?? values[0];
}

function byClass(values: string[], { item }: Scope): string | undefined {
  if (item?.kind !== 'name') return undefined;
  const classes = values.map((value) => nameClassWord(value));
  if (classes.filter((found) => found !== null).length < 2) return undefined;
  const at = classes.indexOf(item.name.class);
  return values[at === -1 ? classes.indexOf('other') : at];
}

/** yes / no / unclear, and low / medium / high. */
function byAnswer(values: string[], slot: Slot, scope: Scope): string | undefined {
  const find = (pattern: RegExp): string | undefined => values.find((value) => pattern.test(value));
  const yes = find(/^(?:yes|true|present)$/i);
  const no = find(/^(?:no|false|absent)$/i);
  if (yes !== undefined && no !== undefined) return chooseBoolean(slot, scope) ? yes : no;
  const low = find(/^(?:low|minor|weak|mild)$/i);
  const high = find(/^(?:high|major|strong|severe|critical)$/i);
  if (low === undefined || high === undefined) return undefined;
  const { positive, negative } = scope.facts.mood;
  const force = /confidence|certainty/i.test(slot.name) ? positive + negative : negative;
  return force >= 3 ? high : force >= 1 ? (find(/^(?:medium|moderate|normal)$/i) ?? high) : low;
}

function byWords(values: string[], slot: Slot, scope: Scope): string | undefined {
  const best = scored(values, slot, scope)[0];
  return best && best.score > 0 ? best.value : undefined;
}

function byNumber(values: Json[], { facts }: Scope): Json | undefined {
  return values.find((value) => typeof value === 'number' && facts.figures.some((figure) => figure.value === value));
}

function scored(values: string[], slot: Slot, { facts, item }: Scope): { value: string; score: number }[] {
  const stems = item?.kind === 'topic' ? new Set(stemsOf(item.topic)) : facts.stems;
  const priced = (value: string): number => (facts.prices.length > 0 && item === null && /^(?:price|cost|value)s?$/i.test(value) ? 2 : 0);
  const rank = values.map((value) => ({ value, score: score(valueStems(value, slot), stems) + priced(value) }));
  return rank.sort((a, b) => b.score - a.score);
}

interface ValueStems {
  own: string[];
  topic: ReadonlySet<string>;
  described: ReadonlySet<string>;
}

function score({ own, topic, described }: ValueStems, stems: ReadonlySet<string>): number {
  let total = 0;
  for (const root of own) if (hasStem(stems, root)) total += 3;
  for (const root of stems) total += (topic.has(root) ? 2 : 0) + (described.has(root) ? 1 : 0);
  return total;
}

function hasStem(stems: ReadonlySet<string>, root: string): boolean {
  if (stems.has(root)) return true;
  if (root.length < 5) return false;
  for (const other of stems) if (other.length >= 5 && (other.startsWith(root) || root.startsWith(other))) return true;
  return false;
}

const NOTHING: ReadonlySet<string> = new Set();
const described = new WeakMap<object, Map<string, ValueStems>>();

function valueStems(value: string, slot: Slot): ValueStems {
  let known = described.get(slot.hints);
  if (!known) described.set(slot.hints, (known = new Map()));
  const key = `${slot.name}\n${value}`;
  const before = known.get(key);
  if (before) return before;
  const words = nameWords(value).filter((word) => word.length > 2 && !COMMON_WORDS.has(word));
  const topic = new Set(words.flatMap((word) => [...(topicStems(word) ?? NOTHING)]));
  const about = `${slot.hints.describe(value)} ${inDescription(value, slot.description)}`;
  const found = {
    own: words.map(stem),
    topic,
    described: new Set(stemsOf(about).filter((root) => root.length > 2 && !COMMON_WORDS.has(root))),
  };
  known.set(key, found);
  return found;
}

/** What a field's description says of one value: `delivery: late parcels; price: costs`. */
function inDescription(value: string, description: string): string {
  const at = description.toLowerCase().indexOf(value.toLowerCase());
  if (at === -1) return '';
  return /^["'”`]?\s*(?:[:=(–—]|-\s)\s*([^;\n)]*)/.exec(description.slice(at + value.length))?.[1] ?? '';
}
