const ABBREVIATION = /(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|Sen|Gov|Gen|St|Inc|Corp|Ltd|Co|No|vs|etc|e\.g|i\.e|approx|[A-Z])\.$/;

/** Words of a text as they stand. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu) ?? [];
}

/** A crude stem, the same for `deliver`, `delivers`, `delivered`, `delivery`. */
export function stem(word: string): string {
  const lower = word.toLowerCase().replace(/['’]s$/, '');
  if (lower.length < 4) return lower;
  const cut = lower.replace(/(?:ization|isation|iness|ously|ments?|ations?|ities|ity|ness|ing|ies|ied|ers?|ed|es|ly|al|y|e|s)$/, '');
  const kept = cut.length >= 3 ? cut : lower;
  return kept.replace(/([bdfglmnprt])\1$/, '$1');
}

export function stemsOf(text: string): string[] {
  return wordsOf(text).map(stem);
}

/** Words of a field or value name: `culture_type`, `cultureType` and `culture type` give the same two. */
export function nameWords(name: string): string[] {
  return wordsOf(name.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replaceAll(/[_\-./]+/g, ' ')).map((word) => word.toLowerCase());
}

export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (const piece of text.split(/(?<=[.!?…]["”')]?)\s+|\n+/)) {
    const last = sentences.at(-1);
    if (last !== undefined && ABBREVIATION.test(last)) sentences[sentences.length - 1] = `${last} ${piece}`;
    else if (piece.trim() !== '') sentences.push(piece.trim());
  }
  return sentences;
}

/** The text up to a number of characters, ended at a word. */
export function shorten(text: string, characters: number): string {
  if (text.length <= characters) return text;
  const cut = text.slice(0, characters);
  const space = cut.lastIndexOf(' ');
  return `${(space > characters / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:–-]+$/, '')}…`;
}

/** Words that say nothing about what a text is about. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the and or but nor so yet if then than that this these those there here it its he she they them their his her him hers we us our you your i me my mine ' +
    'is are was were be been being am do does did done have has had having will would can could shall should may might must not no yes ' +
    'of in on at by for to from with without into onto over under about after before between during through across against near off out up down again once ' +
    'as how what when where which who whom whose why all any both each few more most much many other others some such only own same too very just also even ever never ' +
    'still already now today yesterday tomorrow later soon because due while until since although though however meanwhile despite following amid one two three four five six seven eight nine ten ' +
    'first second new old last next many several get got gets make made makes take took use used using really quite rather pretty lot lots bit thing things something anything everything nothing ' +
    'said says say told like went came come comes goes going put let way day days week weeks month months year years time times people every another else per via'
  ).split(' '),
);
