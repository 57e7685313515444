import { ratingIn } from './figures.ts';
import { stem, wordsOf } from './text.ts';

export type Sentiment = 'positive' | 'negative' | 'neutral' | 'mixed';

export interface Mood {
  sentiment: Sentiment;
  positive: number;
  negative: number;
}

const stems = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(stem));

const POSITIVE = stems(
  'good great excellent amazing awesome fantastic wonderful perfect perfectly superb brilliant outstanding lovely love loved loves like likes enjoy enjoyed enjoyable happy pleased delighted ' +
    'satisfied impressed impressive best better nice pleasant comfortable comfy cosy cozy sturdy solid durable reliable fast quick quickly quiet smooth smoothly easy easily simple intuitive ' +
    'clear crisp bright sharp beautiful stylish elegant recommend recommended worth bargain affordable helpful friendly polite responsive delicious tasty fresh warm generous accurate ' +
    'works flawless flawlessly thrilled favourite favorite gorgeous useful handy efficient win wins won gain gains gained rise growth improve improved improvement success successful ' +
    'dry evenly survived glide glides thank laughed safe healthy spacious crispy effortless effortlessly flawless strong resilient resilience recover recovered recovery boost boosted record celebrate celebrated praise praised welcome welcomed agreement breakthrough benefit benefits support trust',
);
const NEGATIVE = stems(
  'bad poor poorly terrible horrible awful dreadful disappointing disappointed disappointment worst worse hate hated dislike broken broke breaks break defective faulty flimsy cheaply ' +
    'worn wobble wobbles wobbly kinks untangling fiddly unclear tore torn flicker flickers peels sticks stuck slippery dangerous loses missed disconnects flakes careless unsafe silent hurt hurts hurting burning scared stiff fuss argued complain complained nobody spill spills rattles sinks sank crushed useless waste wasted junk rubbish slow slowly sluggish loud noisy uncomfortable painful hard difficult confusing complicated annoying annoyed frustrating frustrated unreliable ' +
    'late delay delayed delays missing damaged damage scratched scratches cracked leaked leaks leaking stain stained smell smelly stinks overpriced expensive pricey rude unhelpful refund ' +
    'return returned fails failed fail failure failures problem problems issue issues bug bugs crash crashes crashed dead dies died die weak thin tight heavy blurry dim ' +
    'dull lag laggy error errors complaint complaints regret avoid scam misleading inaccurate burnt burn overheats overheated loss losses lost fall fell drop dropped decline declined ' +
    'crisis shortage shortages recession layoffs fired strike flood floods flooded flooding drought war attack attacked killed injured injuries dead protest protests violation fraud fine fined lawsuit ' +
    'bankruptcy bankrupt cut cuts outage warned warning threat threatens risk risks cutthroat underperformers blame blamed blaming collapse collapsed wildfire earthquake storm recall recalled',
);
const NEGATIONS = new Set(
  "not no never isn't wasn't aren't weren't don't doesn't didn't won't wouldn't can't cannot couldn't hardly barely without nothing stopped stops".split(
    ' ',
  ),
);
/** Turns of phrase whose mood is not in their words. */
const PHRASES: ['positive' | 'negative', RegExp][] = [
  [
    'positive',
    /\b(?:does (?:exactly )?what it (?:should|says|is meant)|what more (?:do|could) you want|in one piece|works as described|good as new|well spent)\b/i,
  ],
  ['positive', /[👍😀😃😄😊😍🥰❤🎉]|(?:^|\s):-?\)/u],
  [
    'negative',
    /\b(?:never again|is a joke|thanks for nothing|says otherwise|sent it back|adds up|(?:fell|came|come|falls) (?:apart|off)|turned (?:itself|inside))\b/i,
  ],
  ['negative', /\btoo (?:short|small|big|large|long|hot|cold|late|slow|soft|hard|dark|bright|sweet|salty|wide|narrow)\b/i],
  ['negative', /\b(?:money|\d+(?: \w+)?) back\b|\b(?:opened|closed|switched|turned) (?:off |on )?by itself\b|\bwish i (?:were|had|was)\b/i],
  ['negative', /[👎😡😠😞😢😭]|(?:^|\s):-?\(/u],
];
const INTENSE = new Set('very really extremely so absolutely incredibly totally completely highly'.split(' '));

/**
 * Mood of a text by counted words. A negation within four words before turns a word around, what follows "but" in its
 * sentence counts more, and stars given count as two words.
 */
export function moodOf(text: string): Mood {
  const mood = { positive: 0, negative: 0 };
  for (const sentence of text.replaceAll('’', "'").split(/[.!?;\n]+(?=\s|$)/)) countWords(sentence, mood);
  for (const [side, phrase] of PHRASES) if (phrase.test(text)) mood[side] += 1.5;
  const rating = ratingIn(text);
  if (rating) {
    const share = rating.value / rating.most;
    if (share >= 0.7) mood.positive += 2;
    else if (share <= 0.4) mood.negative += 2;
  }
  return { ...mood, sentiment: judge(mood.positive, mood.negative) };
}

function countWords(sentence: string, mood: { positive: number; negative: number }): void {
  const words = wordsOf(sentence).map((word) => word.toLowerCase());
  const lastBut = Math.max(words.lastIndexOf('but'), words.lastIndexOf('however'));
  words.forEach((word, i) => {
    const root = stem(word);
    const good = POSITIVE.has(root);
    if (!good && !NEGATIVE.has(root)) return;
    const before = words.slice(Math.max(0, i - 4), i);
    const turned = before.some((other) => NEGATIONS.has(other));
    const weight = (before.some((other) => INTENSE.has(other)) ? 1.5 : 1) * (lastBut !== -1 && i > lastBut ? 1.25 : 1);
    mood[good === turned ? 'negative' : 'positive'] += weight;
  });
}

function judge(positive: number, negative: number): Sentiment {
  if (positive === 0 && negative === 0) return 'neutral';
  const [less, more] = positive < negative ? [positive, negative] : [negative, positive];
  if (less / more >= 0.5) return 'mixed';
  return positive > negative ? 'positive' : 'negative';
}

/** From -1 to 1. */
export function moodScore({ positive, negative }: Mood): number {
  const total = positive + negative;
  return total === 0 ? 0 : Math.round(((positive - negative) / (total + 0.5)) * 100) / 100;
}

const SYNONYMS: [Sentiment, ReadonlySet<string>][] = [
  ['positive', stems('positive pos good favourable favorable satisfied happy praise promoter optimistic bullish supportive')],
  ['negative', stems('negative neg bad unfavourable unfavorable dissatisfied unhappy critical criticism detractor pessimistic bearish')],
  ['neutral', stems('neutral neither none objective unclear passive')],
  ['mixed', stems('mixed ambivalent both')],
];

/** The sentiment a word stands for: `favourable` → positive. */
export function sentimentWord(word: string): Sentiment | null {
  const root = stem(word);
  return SYNONYMS.find(([, words]) => words.has(root))?.[0] ?? null;
}
