import { sentencesOf } from './text.ts';

export interface Cause {
  cause: string;
  effect: string;
  /** The words that tell it: `due to`. */
  marker: string;
  /** The same read from cause to effect: `caused`. */
  verb: string;
  sentence: string;
}

const FORWARD =
  'led to|leads to|leading to|caused|causes|causing|triggered|triggers|triggering|resulted in|results in|resulting in|prompted|prompting|sparked|sparking|forced|forcing|brought about|gave rise to|contributed to|contributes to|fuelled|fueled|fuelling|fueling|drove|halted|prevented|enabled|allowed|so that';
const BACKWARD =
  'caused by|triggered by|driven by|encouraged by|sparked by|prompted by|blamed on|attributed to|as a result of|as a consequence of|because of|because|due to|owing to|thanks to|in response to|following|since(?= (?:the|a|an|its|their)\\b)|after';
const MARKER = new RegExp(
  String.raw`(?:,?\s(?:which|that|and|and so)(?:\shas|\shad|\shave|\sin turn|\slater)?)?,?\s(?:(?:was|were|is|are|has been|have been|been|partly|mainly|largely|mostly)\s)*\b(${BACKWARD}|${FORWARD})\s`,
  'i',
);
const OPENING = new RegExp(String.raw`^(${BACKWARD})\s(.+?),\s(.+)$`, 'i');
const CREDIT = /\b(credits?|credited|blames?|blamed)\s(.+?)\s(?:for|with)\s(.+)$/i;
const IS_BACKWARD = new RegExp(`^(?:${BACKWARD.replace(/\(\?=.*?\)\\b\)/, '')})$`, 'i');

/** What a text says caused what, one per telling, by the words that tell it. */
export function causesIn(text: string): Cause[] {
  return sentencesOf(text).flatMap((sentence) => causesOfSentence(sentence));
}

function causesOfSentence(sentence: string): Cause[] {
  const credit = CREDIT.exec(sentence);
  if (credit) return whole(clause(credit[2]!), clause(credit[3]!), credit[1]!, 'caused', sentence);
  const opening = OPENING.exec(sentence);
  if (opening) {
    const first = whole(clause(opening[2]!), clause(opening[3]!.replace(MARKER_TAIL, '')), opening[1]!, 'caused', sentence);
    return [...first, ...causesAfter(opening[3]!, sentence)];
  }
  return causesAfter(sentence, sentence);
}

const MARKER_TAIL = new RegExp(`${MARKER.source}.*$`, 'i');

function causesAfter(text: string, sentence: string): Cause[] {
  const match = MARKER.exec(text);
  if (!match) return [];
  const marker = match[1]!.toLowerCase();
  const left = clause(text.slice(0, match.index));
  const right = text.slice(match.index + match[0].length);
  const rightClause = clause(right.replace(MARKER_TAIL, ''));
  const isBackward = IS_BACKWARD.test(marker);
  const first = isBackward
    ? whole(rightClause, left, marker, 'caused', sentence)
    : whole(left, rightClause, marker, pastTense(marker), sentence);
  // "A caused B, which led to C": what was an effect is the next cause.
  const next = isBackward ? [] : causesAfter(right, sentence);
  return [...first, ...next];
}

function whole(cause: string, effect: string, marker: string, verb: string, sentence: string): Cause[] {
  return cause.length < 3 || effect.length < 3 ? [] : [{ cause, effect, marker: marker.toLowerCase(), verb, sentence }];
}

function clause(text: string): string {
  return text
    .trim()
    .replace(/^(?:and|but|so|which|that|it|then)\s/i, '')
    .replace(/,\s(?:the\s)?[\p{L}'’ ]{1,40}\s(?:said|says)\b.*$/u, '')
    .replace(/[\s,;:.!?–-]+$/, '')
    .replace(/\s(?:and|but|which|that|has|have|had|was|were|is|are)$/i, '');
}

function pastTense(marker: string): string {
  if (/^(?:lead|led)/.test(marker)) return 'led to';
  if (marker === 'so that') return 'led to';
  if (marker.startsWith('result')) return 'resulted in';
  if (marker.startsWith('contribut')) return 'contributed to';
  if (marker.startsWith('caus')) return 'caused';
  return marker.replace(/(?:ing|s)$/, 'ed').replace(/eded$/, 'ed');
}
