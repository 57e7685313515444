import { COMMON_WORDS, stem, wordsOf } from './text.ts';

/** Things people write about products and news, each with words that give it away. */
const TOPICS: [string, string][] = [
  ['battery', 'battery batteries charger recharge'],
  ['screen', 'screen display pixels brightness resolution'],
  ['sound', 'sound audio bass volume speaker speakers microphone mic treble'],
  ['price', 'price priced pricey cost costs cheap expensive overpriced bargain value affordable worth money'],
  ['delivery', 'delivery delivered deliver shipping shipped postage arrived arrive courier dispatch tracking late'],
  ['packaging', 'packaging packaged box boxed wrapping wrapped'],
  [
    'customer service',
    'service support representative staff helpline hotline agent shop nobody mails exchanged refund replied reply helpful rude',
  ],
  [
    'quality',
    'quality build built material materials sturdy flimsy solid plastic stitching workmanship tore seam flakes coating paint peels cracked worn kinks wobble scratched stiff leaked leaks broke broken defective',
  ],
  ['durability', 'durable durability lasted lasts broke broken breaks cracked tore worn sturdy'],
  ['comfort', 'comfort comfortable uncomfortable knees armrests sit seat hurting soft cushion cushioned padding ergonomic'],
  ['size', 'size sized fit fits fitted tight loose large small narrow wide tall'],
  ['ease of use', 'easy easily simple intuitive complicated confusing setup assemble assembly install installation'],
  ['design', 'design look looks stylish colour color beautiful elegant ugly finish'],
  ['performance', 'performance fast slow speed quick lag laggy powerful suction power'],
  ['cleaning', 'clean cleaning cleans wash washing washed dishwasher rinse stain'],
  ['taste', 'taste tastes tasty flavour flavor delicious bitter sweet'],
  ['smell', 'smell smells smelly scent odour odor fragrance stinks'],
  ['noise', 'noise noisy loud quiet silent hum buzzing rattles rattle'],
  ['software', 'app software update firmware bug bugs crash crashes crashed login'],
  ['connectivity', 'bluetooth wifi wi-fi connection connects connect pairing paired disconnects'],
  ['instructions', 'instructions manual booklet leaflet rules assembly recipes'],
  ['returns', 'return returned refund replacement warranty exchange'],
  ['camera', 'camera photo photos picture pictures lens zoom'],
  ['heat', 'heat heats hot warm cold overheats temperature insulation'],
  ['weight', 'weight heavy light lightweight portable bulky'],
  ['economy', 'economy inflation recession growth gdp interest currency exports imports tariffs unemployment'],
  ['markets', 'shares stocks investors market markets bond bonds index'],
  ['weather', 'rain storm flood floods flooding drought heatwave snow hurricane typhoon wildfire'],
  ['politics', 'election minister parliament government president vote voters law bill protest protests'],
  ['health', 'hospital virus vaccine outbreak disease patients doctors infection'],
  ['energy', 'oil gas electricity power energy pipeline grid solar wind'],
  ['transport', 'flights airport train trains railway port ports shipping road traffic'],
  ['technology', 'chip chips software cyberattack data algorithm semiconductor'],
  ['labour', 'employees strike unions wages layoffs jobs'],
];

/** Values that name more than one topic does; looked up, never found by themselves. */
const WIDER: [string, string][] = [
  [
    'function functionality performance usability',
    'works boils heats runs charges starts stops switch button lid flickers disconnects turned opens opened closes keeps fits cleans cleaning picks glide wakes crushes grind cuts sticks sprays holds tick handle wheels slides silent cooks rice toast slices setup minutes untangling waterproof replaced',
  ],
  ['safety safe', 'safe unsafe dangerous danger burning burnt smoke fire shock sparks scared hazard overheats cut injury'],
  [
    'economy economic business finance financial',
    'prices shares profit profits company bank market markets trade export exports imports jobs factory factories strike wages costs inflation investors tariffs sales',
  ],
  ['disaster accident', 'flood floods earthquake storm fire wildfire drought explosion collapse landslide hurricane typhoon derailed'],
  ['politics government policy', 'election minister parliament government president vote law bill protest treaty senate mayor chancellor'],
  ['environment climate', 'drought emissions pollution forest forests wildlife river climate carbon heatwave'],
  ['crime law legal', 'police arrested court fraud theft judge trial lawsuit prosecutors'],
  ['sport sports', 'match team cup league goal coach season players champion'],
  ['science research', 'researchers study scientists discovered laboratory telescope'],
  ['conflict war security', 'attack troops army missile ceasefire border weapons'],
];

const STEMS: [string, ReadonlySet<string>][] = TOPICS.map(([topic, words]) => [topic, new Set(words.split(' ').map(stem))]);

const WIDER_STEMS = WIDER.map(([names, words]) => [new Set(names.split(' ').map(stem)), new Set(words.split(' ').map(stem))] as const);

/** Known topics of a text, the most spoken of first. */
export function knownTopics(text: string): string[] {
  const roots = wordsOf(text).map(stem);
  return STEMS.map(([topic, words]) => ({ topic, hits: roots.filter((root) => words.has(root)).length }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits)
    .map(({ topic }) => topic);
}

/** Stems that give away the topic a value is named after: `shipping` → those of delivery. */
export function topicStems(word: string): ReadonlySet<string> | null {
  const root = stem(word);
  const wider = WIDER_STEMS.find(([names]) => names.has(root));
  if (wider) return wider[1];
  return STEMS.find(([topic, words]) => words.has(root) || topic.split(' ').some((part) => stem(part) === root))?.[1] ?? null;
}

const NO_TOPIC = /(?:ly|ed|day)$|^(?:january|february|march|april|june|july|august|september|october|november|december|bought|stars?)$/;

/** Words a text is about, for want of a known topic: its longest uncommon ones, in order of appearance. */
export function keyWords(text: string, most: number): string[] {
  const words = [...new Set(wordsOf(text).map((word) => word.toLowerCase()))].filter(
    (word) => word.length > 3 && !COMMON_WORDS.has(word) && /^\p{L}/u.test(word) && !NO_TOPIC.test(word),
  );
  const longest = new Set([...words].sort((a, b) => b.length - a.length).slice(0, most));
  return words.filter((word) => longest.has(word));
}
