import { open } from 'node:fs/promises';
import { pick, seededRandom } from './bench/random.ts';

/** A row of the table, and what must become of it. */
export interface Sighting {
  /** From 1, as on screen. */
  row: number;
  id: string;
  text: string;
  state: 'ok' | 'missing' | 'skipped';
  /** What the sandbox reads from the text; null where it gives no answer. */
  gulls: number | null;
}

const PLACES = [
  'on the pier',
  'above the salt marsh',
  'by the lighthouse',
  'over the ferry, as ever',
  'at the fish market',
  'behind the dunes',
];
const BIRDS = [
  'a heron',
  'terns',
  'nothing else',
  'oystercatchers',
  'a lone cormorant',
  '雨燕 and swifts',
  'three “odd” ducks',
  'eiders 🌊',
];
const NOTES = ['Wind from the west.', 'Calm, clear.', 'Rain\nuntil noon.', 'He said "none" before; wrong.', 'Nebel am Morgen.', ''];
/** Stands in one text of five hundred or so, for the search. */
const RARE = 'albatross';

/** The same rows for the same seed. Some have no text, some are left out by the sandbox. */
export function sightings(rows: number, seed: number): Sighting[] {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, (_, at) => {
    const gulls = Math.floor(random() * 10_000);
    const bird = random() < 1 / 500 ? `one ${RARE}` : pick(BIRDS, random);
    const words = `${pick(PLACES, random)} ${gulls} gulls and ${bird}. ${pick(NOTES, random)}`.trim();
    const chance = random();
    const state = chance < 1 / 1000 ? 'skipped' : chance < 1 / 400 ? 'missing' : 'ok';
    const text = { ok: words, missing: `${words} [[sandbox:missing]]`, skipped: '' }[state];
    return { row: at + 1, id: `s${seed}-${at + 1}`, text, state, gulls: state === 'ok' ? gulls : null };
  });
}

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** Writes the table as CSV with the columns `id` and `text`. */
export async function writeSightings(path: string, rows: Sighting[]): Promise<void> {
  const file = await open(path, 'w');
  await file.write('id,text\n');
  for (let first = 0; first < rows.length; first += 10_000) {
    const lines = rows.slice(first, first + 10_000).map(({ id, text }) => `${id},${cell(text)}\n`);
    await file.write(lines.join(''));
  }
  await file.close();
}

/** Rows a search for the rare word must find. */
export const withRareBird = (rows: Sighting[]): Sighting[] => rows.filter(({ text }) => text.includes(RARE));

/** Rows in the order a sort by the number of gulls must give: rows without a number last, ties as in the table. */
export function byGulls(rows: Sighting[], descending: boolean): Sighting[] {
  const counted = rows.filter(({ gulls }) => gulls !== null);
  counted.sort((a, b) => (descending ? b.gulls! - a.gulls! : a.gulls! - b.gulls!));
  return [...counted, ...rows.filter(({ gulls }) => gulls === null)];
}

export { RARE };
