import { type Cause, causesIn } from './causes.ts';
import { type DateFound, datesIn, type Figure, figuresIn, type Price, pricesIn } from './figures.ts';
import { type Name, namesIn } from './names.ts';
import { type Mood, moodOf } from './sentiment.ts';
import { sentencesOf, stemsOf } from './text.ts';
import { keyWords, knownTopics } from './topics.ts';

/** What simple rules find in a text; each kind is looked for once, when first asked for. */
export interface Facts {
  readonly text: string;
  readonly sentences: string[];
  readonly stems: ReadonlySet<string>;
  readonly mood: Mood;
  readonly names: Name[];
  readonly causes: Cause[];
  readonly prices: Price[];
  readonly figures: Figure[];
  readonly dates: DateFound[];
  readonly topics: string[];
}

export function factsOf(text: string): Facts {
  const lazily = <T>(find: () => T): (() => T) => {
    let found: { value: T } | null = null;
    return () => (found ??= { value: find() }).value;
  };
  const sentences = lazily(() => sentencesOf(text));
  const stems = lazily(() => new Set(stemsOf(text)));
  const mood = lazily(() => moodOf(text));
  const names = lazily(() => namesIn(text));
  const causes = lazily(() => causesIn(text));
  const prices = lazily(() => pricesIn(text));
  const figures = lazily(() => figuresIn(text));
  const dates = lazily(() => datesIn(text));
  const topics = lazily(() => {
    const known = knownTopics(text);
    return known.length > 0 ? known.slice(0, 4) : keyWords(text, 3);
  });
  return {
    text,
    get sentences() {
      return sentences();
    },
    get stems() {
      return stems();
    },
    get mood() {
      return mood();
    },
    get names() {
      return names();
    },
    get causes() {
      return causes();
    },
    get prices() {
      return prices();
    },
    get figures() {
      return figures();
    },
    get dates() {
      return dates();
    },
    get topics() {
      return topics();
    },
  };
}
