export interface Price {
  /** As it stands in the text: `$49.99`. */
  text: string;
  value: number;
  /** ISO 4217 code; null where the text names none. */
  currency: string | null;
}

export interface Figure {
  value: number;
  text: string;
  /** The word after it, lower-cased; '' where there is none. */
  unit: string;
  percent: boolean;
}

export interface DateFound {
  text: string;
  /** `2024-03-12`; null where the day is not known. */
  iso: string | null;
  year: number | null;
}

const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const SCALE = String.raw`(?:\s?(thousand|million|billion|trillion|k|m|bn)\b)?`;
const SIGNS: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₹': 'INR', US$: 'USD' };
const UNITS: Record<string, string> = {
  dollar: 'USD', dollars: 'USD', bucks: 'USD', usd: 'USD',
  euro: 'EUR', euros: 'EUR', eur: 'EUR',
  pound: 'GBP', pounds: 'GBP', quid: 'GBP', gbp: 'GBP',
  yen: 'JPY', jpy: 'JPY', franc: 'CHF', francs: 'CHF', chf: 'CHF', rupees: 'INR', inr: 'INR', yuan: 'CNY', cny: 'CNY',
}; // prettier-ignore
const SCALES: Record<string, number> = { thousand: 1e3, k: 1e3, million: 1e6, m: 1e6, billion: 1e9, bn: 1e9, trillion: 1e12 };

/** A sum without its currency: `paid 59.00`, `I want my 65 back`. */
const BARE = String.raw`(?<=\b(?:for|at|only|paid|pay|costs?)\s)\d+\.\d{2}\b(?!\s?(?:%|percent|\w{1,2}\b))|(?<=\bmy\s)\d+(?=\sback\b)`;
const PRICE = new RegExp(
  String.raw`(US\$|[$€£¥₹])\s?(${NUMBER})${SCALE}|(${NUMBER})${SCALE}\s?(€|£|(?:${Object.keys(UNITS).join('|')})\b)|(${BARE})`,
  'gi',
);

export function pricesIn(text: string): Price[] {
  return [...text.matchAll(PRICE)].map((match) => {
    const sign = match[1]?.toUpperCase();
    const unit = match[6]?.toLowerCase() ?? '';
    const value = toNumber(match[2] ?? match[4] ?? match[7]!, match[3] ?? match[5]);
    return { text: match[0].trim(), value, currency: (sign ? SIGNS[sign] : (SIGNS[unit] ?? UNITS[unit])) ?? null };
  });
}

const WORD_NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const FIGURE = new RegExp(
  String.raw`(?<![\p{L}\d.,-])(?:(${NUMBER})${SCALE}|\b(${WORD_NUMBERS.slice(1).join('|')})\b)(\s?(?:%|percent\b|per cent\b))?(?:[\s-]+([\p{L}]+))?`,
  'giu',
);

/** Numbers of a text in figures or, up to twelve, in words. */
export function figuresIn(text: string): Figure[] {
  return [...text.matchAll(FIGURE)].map((match) => ({
    value: match[1] === undefined ? WORD_NUMBERS.indexOf(match[3]!.toLowerCase()) : toNumber(match[1], match[2]),
    text: (match[1] ?? match[3]!) + (match[2] ? ` ${match[2]}` : '') + (match[4] ?? ''),
    unit: match[5]?.toLowerCase() ?? '',
    percent: match[4] !== undefined,
  }));
}

function toNumber(digits: string, scale: string | undefined): number {
  const value = Number(digits.replaceAll(',', ''));
  return Number((value * (SCALES[scale?.toLowerCase() ?? ''] ?? 1)).toPrecision(12));
}

/** Stars given, and out of how many: `4 stars`, `3/5`, `8 out of 10`. */
export function ratingIn(text: string): { value: number; most: number } | null {
  const of = /\b(\d{1,2}(?:\.\d)?)\s?(?:\/|out of)\s?(5|10|100)\b/i.exec(text);
  if (of) return { value: Number(of[1]), most: Number(of[2]) };
  const stars = /\b(\d(?:\.\d)?|one|two|three|four|five)[\s-]stars?\b/i.exec(text);
  if (!stars) return null;
  const word = WORD_NUMBERS.indexOf(stars[1]!.toLowerCase());
  return { value: word === -1 ? Number(stars[1]) : word, most: 5 };
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const MONTH = String.raw`(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?`;
const DATE = new RegExp(
  [
    String.raw`\b(\d{4})-(\d{2})-(\d{2})\b`,
    String.raw`\b(\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?${MONTH}(?:,?\s(\d{4}))?\b`,
    String.raw`\b${MONTH}\s(\d{1,2})(?:st|nd|rd|th)?(?:,?\s(\d{4}))?\b`,
    String.raw`\b${MONTH}\s(\d{4})\b`,
    String.raw`\b((?:last|next|this)\s(?:week|month|year|spring|summer|autumn|winter|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tomorrow)\b`,
    String.raw`\b((?:19|20)\d{2})\b`,
  ].join('|'),
  'g',
);

export function datesIn(text: string): DateFound[] {
  return [...text.matchAll(DATE)].map((match) => {
    const [found, y1, m1, d1, d2, m2, y2, m3, d3, y3, , y4, , y5] = match;
    const year = Number(y1 ?? y2 ?? y3 ?? y4 ?? y5 ?? Number.NaN);
    const month = m1 === undefined ? monthNumber(m2 ?? m3) : Number(m1);
    const day = Number(d1 ?? d2 ?? d3 ?? Number.NaN);
    const known = !Number.isNaN(year) && month >= 1 && month <= 12 && day >= 1 && day <= 28 + (month === 2 ? 0 : 2);
    const iso = known ? `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` : null;
    return { text: found, iso, year: Number.isNaN(year) ? null : year };
  });
}

function monthNumber(name: string | undefined): number {
  return name === undefined ? 0 : MONTHS.findIndex((month) => month.startsWith(name.slice(0, 3).toLowerCase())) + 1;
}
