import { open } from 'node:fs/promises';
import { pick, seededRandom } from './random.ts';
import type { BenchOptions } from './options.ts';

export const ID_COLUMN = 'id';

const SUBJECTS = [
  'the ferry',
  'our guide',
  'a late tram',
  'the old mill',
  'every room',
  'the harbour bar',
  'my neighbour',
  'the night shift',
];
const VERBS = [
  'was late by',
  'had room for',
  'asked about',
  'smelled of',
  'stood beside',
  'charged us for',
  'never mentioned',
  'went well with',
];
const OBJECTS = [
  'wet rope',
  'two more guests',
  'the long winter',
  'fresh bread',
  'a broken lift',
  'the second invoice',
  'some patience',
  'the view',
];
const ENDS = [
  'as promised',
  'in the end',
  'though nobody said so',
  'at least on Sundays',
  'for the third time',
  'and that was that',
  'before noon',
  'again',
];
const PLACES = ['Bergen', 'Porto', 'Lübeck', 'Gdańsk', 'Cork', 'Genoa'];

/** What real tables hold now and then. */
const ODD_PIECES = [
  '"so they said"',
  '\n',
  '\r\n',
  ' 🌧️👩‍🔬 ',
  ' 雨の日は静かだ。',
  ' C:\\temp\\new "x" ',
  ' \t½ ',
  ' “quoted” ',
  ' café\u0301 ',
];

const SENTENCES = 4096;
const WRITE_CHARACTERS = 4_000_000;

function sentences(random: () => number): string[] {
  return Array.from({ length: SENTENCES }, () => {
    const said = `${pick(SUBJECTS, random)} ${pick(VERBS, random)} ${pick(OBJECTS, random)}`;
    const rest = random() < 0.4 ? `, ${pick(SUBJECTS, random)} ${pick(VERBS, random)} ${pick(OBJECTS, random)}` : '';
    return `${said[0]!.toUpperCase()}${said.slice(1)}${rest} ${pick(ENDS, random)}.`;
  });
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A text of prose, between half and one and a half times the mean length. */
function prose(known: string[], characters: number, random: () => number): string {
  const wanted = characters * (0.5 + random());
  let text = pick(known, random);
  while (text.length < wanted) text += ` ${pick(known, random)}`;
  return text.slice(0, Math.max(1, Math.round(wanted))).trimEnd();
}

function withOddPieces(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  return `${text.slice(0, at)}${pick(ODD_PIECES, random)}${text.slice(at)}${pick(ODD_PIECES, random)}`;
}

/** Lines of a CSV file of prose, header first; the same for the same options. Every line ends in LF. */
export function* tableLines({
  rows,
  textLength,
  odd,
  seed,
}: Pick<BenchOptions, 'rows' | 'textLength' | 'odd' | 'seed'>): Generator<string> {
  const random = seededRandom(seed);
  const known = sentences(random);
  yield `${ID_COLUMN},place,text\n`;
  for (let row = 1; row <= rows; row++) {
    const plain = prose(known, textLength, random);
    const text = random() < odd ? withOddPieces(plain, random) : plain;
    yield `n${row},${pick(PLACES, random)},${cell(text)}\n`;
  }
}

/** Writes the table; resolves with its size in bytes. */
export async function writeTable(path: string, options: BenchOptions): Promise<number> {
  const file = await open(path, 'w');
  let bytes = 0;
  let held = '';
  const write = async () => {
    bytes += (await file.write(held)).bytesWritten;
    held = '';
  };
  for (const line of tableLines(options)) {
    held += line;
    if (held.length > WRITE_CHARACTERS) await write();
  }
  await write();
  await file.close();
  return bytes;
}
