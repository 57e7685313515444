import { COMMON_WORDS, sentencesOf } from './text.ts';

export type NameClass = 'person' | 'organization' | 'place' | 'event' | 'other';

export interface Name {
  text: string;
  class: NameClass;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const TITLES = set(
  'Mr Mrs Ms Miss Dr Prof Professor President Minister Chancellor Senator Judge Governor Mayor King Queen Prince Princess Pope Sir Dame Captain General Chairman Chairwoman Coach Goalkeeper Striker Player Actor Actress Singer Author Painter CEO Chief Secretary Premier',
);
const FIRST_NAMES = set(
  'James John Robert Michael William David Richard Joseph Thomas Charles Daniel Matthew Anthony Mark Paul Steven Andrew George Peter Kevin Brian Edward Jason Eric Adam Simon Martin Lucas Noah Liam ' +
    'Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Emma Olivia Sophia Anna Maria Laura Julia Helen Claire Alice Ana Elena Ingrid Fatima Aisha Amina Leila Mei Yuki Priya Anjali ' +
    'Ahmed Mohammed Ali Omar Hassan Juan Carlos Luis Jose Pedro Diego Pablo Giulia Marco Luca Hans Klaus Jürgen Pierre Jean Michel Ivan Dmitri Olga Kenji Hiroshi Wei Raj Arjun Kwame Tom Sam Ben Joe Kate Jane Rosa Nina Eva Lena Max Leo',
);
const PLACES = set(
  'Africa America Asia Europe Australia Antarctica Argentina Austria Bangladesh Belgium Bolivia Brazil Bulgaria Canada Chile China Colombia Croatia Cuba Denmark Ecuador Egypt England Ethiopia Finland France Germany Ghana Greece ' +
    'Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kenya Korea Kuwait Lebanon Libya Malaysia Mexico Morocco Nepal Netherlands Nigeria Norway Pakistan Panama Peru Philippines Poland Portugal ' +
    'Qatar Romania Russia Rwanda Scotland Senegal Serbia Singapore Slovakia Somalia Spain Sudan Sweden Switzerland Syria Taiwan Tanzania Thailand Tunisia Turkey Uganda Ukraine Venezuela Vietnam Wales Yemen Zambia Zimbabwe ' +
    'Alaska Alberta Arizona Bavaria California Catalonia Colorado Florida Georgia Hawaii Kerala Michigan Nevada Ohio Ontario Oregon Quebec Queensland Texas Tuscany Utah Victoria Virginia ' +
    'Amsterdam Athens Atlanta Auckland Baghdad Bangkok Barcelona Beijing Beirut Berlin Bogotá Boston Brussels Bucharest Budapest Cairo Chicago Copenhagen Dakar Dallas Delhi Detroit Dhaka Dubai Dublin Geneva Hamburg Hanoi Havana ' +
    'Helsinki Houston Istanbul Jakarta Jerusalem Johannesburg Kabul Karachi Kyiv Lagos Lima Lisbon London Madrid Manchester Manila Melbourne Miami Milan Montreal Moscow Mumbai Munich Nairobi Naples Osaka Oslo Paris Prague Rome ' +
    'Rotterdam Santiago Seattle Seoul Shanghai Stockholm Sydney Tehran Tokyo Toronto Valencia Vancouver Vienna Warsaw Washington Wellington Zurich',
);
const PLACE_WORDS = set(
  'Island Islands River Lake Bay Sea Ocean Mountains Valley Province State County City Peninsula Strait Canal Harbour Port Street Desert Coast Gulf Mount Ridge Vale Point Road Square Park Hill Hills Beach Cape Forest Falls Creek Saint San Port Fort',
);
const ORGANIZATION_WORDS = set(
  'Inc Corp Ltd Co Company Corporation Group Holdings Bank Airlines Airways Motors Energy Steel Oil Electric Foods Pharma Pharmaceuticals Industries Systems Technologies Labs Media Press News Times University Institute College ' +
    'School Hospital Ministry Department Agency Commission Committee Council Parliament Congress Senate Court Union Party Association Federation Foundation Authority Board Reserve Exchange Office Fund Works Rovers United FC Service Nations Rail Railways Telecom Power',
);
const NOT_NAMES = set(
  'Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December ' +
    'Roman Greek Dutch Swedish Norwegian Danish Polish Turkish Brazilian Mexican Canadian Australian English French German Spanish Italian Chinese Japanese Russian American British European African Asian Indian Christmas Easter Internet TV PC OK USB LED LCD HD AI Wi-Fi Bluetooth',
);
const OPENERS = set(
  'Drought Snow Fire Rain Wind Trade Traffic Crime Grain Wheat Oil Gold Growth Tourism Electric Pharma Bookshop Chipmaker Carmaker Retailer Airline Thousands Hundreds Dozens Heavy Strong Severe Record Rising Falling Higher Lower Weak Cheap Inflation Demand Supply Officials Workers Farmers Shares Stocks Prices Police Voters Unions Analysts Investors Researchers Scientists Residents Engineers Management ' +
    'Customer Customers Employees Compliance Speed Great Good Bad Love Loved Works Perfect Terrible Excellent Amazing Nice Poor Bought Arrived Battery Sound Quality Delivery Shipping Price Overall Honestly Unfortunately Sadly Setup Build Screen Design',
);
const NAME =
  /(?<![\p{L}\d])\p{Lu}[\p{L}\p{M}\d'’&-]*(?:\.(?=\s\p{Lu}))?(?:\s(?:(?:of|de|da|del|van|von|der|la|al|for|and|&|the)\s){0,2}\p{Lu}[\p{L}\p{M}\d'’&-]*)*/gu;
const VERB_AFTER =
  /^\s(?:\w+ed|is|was|has|had|will|said|says|cut|cuts|fell|rose|won|wins|lost|loses|sold|sells|bought|buys|built|shut|met|plans|wants|expects|faces|raises|opens|closes|reports|announces|agrees|warns)\b/;
const JOINER = /\s(?:and the|and)\s/;

/** Capitalised names of a text, each once, in order of appearance, with a guess at what they name. */
export function namesIn(text: string): Name[] {
  const found = new Map<string, Name>();
  for (const sentence of sentencesOf(text)) {
    for (const match of sentence.matchAll(NAME)) {
      for (const name of readName(sentence, match[0], match.index)) {
        if (!found.has(name.text.toLowerCase())) found.set(name.text.toLowerCase(), name);
      }
    }
  }
  return [...found.values()];
}

function readName(sentence: string, found: string, at: number): Name[] {
  const starts = /^[\s"“'‘(]*$/.test(sentence.slice(0, at));
  const words = found.replace(/['’]s$/, '').split(' ');
  let titled = false;
  while (words.length > 0 && isNoise(words, starts && words.length === found.split(' ').length, sentence.slice(at + found.length))) {
    words.shift();
  }
  while (words.length > 0 && TITLES.has(words[0]!.replace('.', ''))) {
    titled = true;
    words.shift();
  }
  const text = words.join(' ').replace(/^(?:of|and|for|the|de)\s/i, '');
  const from = Math.max(at, sentence.indexOf(text, at));
  if (text.length < 2) return [];
  const [left = '', right] = text.split(JOINER);
  const oneName = right !== undefined && ORGANIZATION_WORDS.has(words.at(-1)!) && !left.includes(' ') && !isAcronym(left);
  if (right !== undefined && !oneName) {
    return text
      .split(JOINER)
      .filter((part) => part.length > 1)
      .map((part) => ({ text: part, class: classify(part, sentence, Math.max(from, sentence.indexOf(part, from)), titled) }));
  }
  return [{ text, class: classify(text, sentence, from, titled) }];
}

/** Is the first of these words no part of a name: a common word that only opens the sentence, a weekday, "I"? */
function isNoise(words: string[], opens: boolean, rest: string): boolean {
  const word = words[0]!;
  if (COMMON_WORDS.has(word.toLowerCase().replace(/['’].*$/, '')) || NOT_NAMES.has(word)) return true;
  if (!opens) return false;
  if (OPENERS.has(word)) return true;
  if (words.length > 1) return false;
  if (PLACES.has(word) || FIRST_NAMES.has(word) || isAcronym(word)) return false;
  if (/(?:tion|ment|ing|ness|ity|ers|ies|ism|ly|ed|ous|ful|ive)$/.test(word) || word.endsWith('s')) return true;
  return !VERB_AFTER.test(rest);
}

function isAcronym(word: string): boolean {
  return /^\p{Lu}{2,6}$/u.test(word);
}

function classify(name: string, sentence: string, at: number, titled: boolean): NameClass {
  const words = name.split(' ');
  const before = sentence.slice(0, at).trimEnd();
  const after = sentence.slice(at + name.length);
  if (words.some((word) => ORGANIZATION_WORDS.has(word.replace('.', '')))) return 'organization';
  if (words.length > 1 && EVENT_WORDS.has(words.at(-1)!)) return 'event';
  if (titled || FIRST_NAMES.has(words[0]!) || OCCUPATION_BEFORE.test(before)) return 'person';
  if (words.some((word) => PLACES.has(word) || PLACE_WORDS.has(word))) return 'place';
  if (words.every(isAcronym) || name.includes('&') || COMPANY_BEFORE.test(before)) return 'organization';
  if (/\b(?:in|near|across|outside|throughout|around|of|to|from)$/i.test(before) || PLACE_NOUN_AFTER.test(after)) return 'place';
  if (words.length === 2 && /^,?\s(?:said|told|who|resigned|died|argued|wrote|testified|played|scored)\b/.test(after)) return 'person';
  if (ACTS_AFTER.test(after)) return 'organization';
  return words.length === 2 && words.every((word) => /^\p{Lu}\p{Ll}+$/u.test(word)) ? 'person' : 'other';
}

const EVENT_WORDS = set('Open Cup Festival Olympics Championship Championships Games Summit War Fair Prize Awards Marathon Conference');
const OCCUPATION_BEFORE =
  /\b(?:player|captain|cook|chef|minister|singer|author|actor|actress|farmer|teacher|engineer|analyst|economist|researcher|professor|spokesman|spokeswoman|driver)$/i;
const COMPANY_BEFORE = /\b(?:maker|chain|company|airline|carmaker|chipmaker|retailer|bank|startup|club|against|team|beat|joined|at)$/i;
const PLACE_NOUN_AFTER =
  /^\s(?:\w+\s)?(?:warehouse|line|valley|reservoir|works|airport|region|district|village|area|coast|border|station|mine|bridge|plant)\b/;
const ACTS_AFTER =
  /^\s(?:said|announced|reported|recalled|cut|raised|closed|shut|launched|acquired|plans?|opens?|opened|postponed|expects|blames|bought|sold|laid|hired|halted|suspended|grounded)\b/;

const CLASS_WORDS: [NameClass, RegExp][] = [
  ['person', /^(?:person|people|per|individual|human|persons)$/],
  ['organization', /^(?:organi[sz]ations?|org|orgs|company|companies|institutions?|firms?|business|agency|corporation)$/],
  ['place', /^(?:places?|locations?|loc|gpe|country|countries|city|cities|geo|region|regions)$/],
  ['event', /^(?:events?)$/],
  ['other', /^(?:other|misc|miscellaneous|none|unknown)$/],
];

/** The class a word stands for: `gpe` → place. */
export function nameClassWord(word: string): NameClass | null {
  return CLASS_WORDS.find(([, words]) => words.test(word.toLowerCase()))?.[0] ?? null;
}
